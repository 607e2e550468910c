package io.kubejar.core.loop;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A loop in words. Thread-safe. */
final class Doing {
    private final String name;
    private volatile @Nullable Supplier<String> told; // null until it says something

    Doing(String name) {
        this.name = name;
    }

    void tell(Supplier<String> doing) {
        told = doing;
    }

    /** Its name, and what it says it is doing. */
    String describe() {
        Supplier<String> saying = told;
        String doing = saying == null ? "" : saying.get();
        return doing.isEmpty() ? name : name + " (" + doing + ")";
    }
}
