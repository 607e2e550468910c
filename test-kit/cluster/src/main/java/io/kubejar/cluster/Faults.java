package io.kubejar.cluster;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Faults that components have met and survived. Thread-safe. */
final class Faults {
    private final ConcurrentLinkedQueue<String> all = new ConcurrentLinkedQueue<>();

    void add(String where, Throwable what) {
        all.add(where + ": " + what);
    }

    List<String> list() {
        return List.copyOf(all);
    }
}
