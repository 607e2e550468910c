package io.kubejar.core.chance;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/** Chance: numbers, ids and name suffixes from one source. Safe for use by several threads. */
public final class Chance {
    /** The letters of generated names: no vowels and no look-alikes. Upstream: util/rand.alphanums. */
    private static final byte[] NAME_LETTERS = "bcdfghjklmnpqrstvwxz2456789".getBytes(StandardCharsets.US_ASCII);

    /** An odd number with its bits well mixed. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private @Nullable RandomGenerator source; // guarded by this; null while nobody has asked a secret one

    private final boolean secret;

    private Chance(@Nullable RandomGenerator source) {
        this.source = source;
        this.secret = source == null;
    }

    /** Chance that nobody can foretell or repeat; also fit for tokens and keys. */
    public static Chance secure() {
        return new Chance(null);
    }

    /** Chance that is the same for the same seed. */
    public static Chance seeded(long seed) {
        return new Chance(generator(seed));
    }

    private static RandomGenerator generator(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** What a secret one draws from takes a while to load, and not everybody who has one draws from it. With the lock held. */
    private RandomGenerator source() {
        RandomGenerator known = source;
        if (known == null) {
            known = new SecureRandom();
            source = known;
        }
        return known;
    }

    /**
     * From now on other numbers come than would have come, which ones depends on the text: for who takes in what may have
     * been drawn from the same seed. Secure chance needs nothing of the kind.
     */
    public synchronized void stir(String with) {
        if (!secret) {
            source = generator(source().nextLong() ^ (SPREAD * with.hashCode()));
        }
    }

    /** A number from 0 up to and without the bound. */
    public synchronized int below(int bound) {
        return source().nextInt(bound);
    }

    /** Any long. */
    public synchronized long number() {
        return source().nextLong();
    }

    /** A number from 0 up to and without 1. */
    public synchronized double fraction() {
        return source().nextDouble();
    }

    /** Fresh bytes. */
    public synchronized byte[] bytes(int length) {
        byte[] out = new byte[length];
        source().nextBytes(out);
        return out;
    }

    /** A version 4 UUID. */
    public synchronized UUID uuid() {
        long high = (source().nextLong() & 0xffffffffffff0fffL) | 0x4000L;
        long low = (source().nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low);
    }

    /** The random end of a generated name. Upstream: util/rand.String. */
    public synchronized String suffix(int length) {
        byte[] out = new byte[length];
        for (int i = 0; i < length; i++) {
            out[i] = NAME_LETTERS[source().nextInt(NAME_LETTERS.length)];
        }
        return new String(out, StandardCharsets.US_ASCII);
    }

    /** A new independent source that is fixed by this one's next number. */
    public Chance fork() {
        return seeded(number());
    }

    /**
     * A new independent source, for keys that are made later: of a source that nobody can foretell one that nobody can
     * foretell either, of another one a {@link #fork}.
     */
    public Chance forKeys() {
        return secret ? secure() : fork();
    }
}
