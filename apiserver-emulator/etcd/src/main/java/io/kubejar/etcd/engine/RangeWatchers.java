package io.kubejar.etcd.engine;

import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.KeyRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The watchers of more than one key, in the order in which they came. Keys are mostly paths: who may want a key is remembered
 * for all keys that have the same directory, so that a write does not have to ask each of many watchers. Not thread-safe.
 */
final class RangeWatchers {
    /** So many directories are remembered. */
    private static final int DIRECTORIES_MAX = 1000;

    private static final byte SLASH = '/';

    private final List<Watcher> all = new ArrayList<>();
    private final Map<Bytes, List<Watcher>> byDirectory = new HashMap<>();

    void add(Watcher watcher) {
        all.add(watcher);
        byDirectory.clear();
    }

    void remove(Watcher watcher) {
        all.remove(watcher);
        byDirectory.clear();
    }

    /** All of them, as they are now. */
    List<Watcher> all() {
        return List.copyOf(all);
    }

    /** Those that may want the key, and others; nobody who wants it is left out. The list does not change any more. */
    List<Watcher> of(Bytes key) {
        Bytes directory = directory(key);
        List<Watcher> known = byDirectory.get(directory);
        if (known == null) {
            if (byDirectory.size() >= DIRECTORIES_MAX) {
                byDirectory.clear();
            }
            KeyRange keys = KeyRange.prefix(directory);
            known = all.stream()
                    .filter(watcher -> watcher.request.range().overlaps(keys))
                    .toList();
            byDirectory.put(directory, known);
        }
        return known;
    }

    /** The key up to its last slash, which is part of it. */
    private static Bytes directory(Bytes key) {
        int length = key.length();
        while (length > 0 && key.array()[length - 1] != SLASH) {
            length--;
        }
        return Bytes.wrap(Arrays.copyOf(key.array(), length));
    }
}
