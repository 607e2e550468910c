package io.kubejar.cluster.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What was written, key by key. Immutable. */
final class Recording {
    private final long from;
    private final long to;
    private final NavigableMap<String, List<Stored>> byKey = new TreeMap<>();

    /**
     * A recording.
     *
     * @param from from which revision on it is complete; 0 for all
     * @param to the store's revision when it was made
     * @param base what was there at that first revision
     * @param changes what was written after it, in order
     */
    Recording(long from, long to, List<Stored> base, List<Stored> changes) {
        this.from = from;
        this.to = to;
        base.forEach(this::add);
        changes.forEach(this::add);
    }

    private void add(Stored stored) {
        byKey.computeIfAbsent(stored.key(), key -> new ArrayList<>()).add(stored);
    }

    long from() {
        return from;
    }

    long to() {
        return to;
    }

    /** What one key has held, in order. */
    List<Stored> of(String key) {
        return Collections.unmodifiableList(byKey.getOrDefault(key, List.of()));
    }

    /** What the keys below a prefix have held, key by key. */
    List<List<Stored>> below(String prefix) {
        return List.copyOf(
                byKey.subMap(prefix, true, prefix + Character.MAX_VALUE, false).values());
    }
}
