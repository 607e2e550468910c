package io.kubejar.core.loop;

import java.util.function.Supplier;

/** A loop in words. Thread-safe. */
final class Doing {
    private final String name;
    private volatile Supplier<String> told = () -> "";

    Doing(String name) {
        this.name = name;
    }

    void tell(Supplier<String> doing) {
        told = doing;
    }

    /** Its name, and what it says it is doing. */
    String describe() {
        String doing = told.get();
        return doing.isEmpty() ? name : name + " (" + doing + ")";
    }
}
