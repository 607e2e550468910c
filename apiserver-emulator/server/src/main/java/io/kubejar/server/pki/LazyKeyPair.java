package io.kubejar.server.pki;

import java.security.KeyPair;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A pair of keys that is made when it is first asked for, and by whoever asks first. Thread-safe. */
final class LazyKeyPair implements Supplier<KeyPair> {
    private final Supplier<KeyPair> maker;
    private @Nullable KeyPair pair; // guarded by this

    LazyKeyPair(Supplier<KeyPair> maker) {
        this.maker = maker;
    }

    /** One that is there. */
    static LazyKeyPair of(KeyPair pair) {
        LazyKeyPair made = new LazyKeyPair(() -> pair);
        made.get();
        return made;
    }

    /** The pair if it has been made; else null. */
    synchronized @Nullable KeyPair made() {
        return pair;
    }

    @Override
    public synchronized KeyPair get() {
        KeyPair made = pair;
        if (made == null) {
            made = maker.get();
            pair = made;
        }
        return made;
    }
}
