package io.kubejar.server.storage;

import io.kubejar.core.object.ApiObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one resource by their keys, as a watch on etcd has told, and beside them what this server has written and the
 * watch has not told yet: who was told that something is gone must not find it. Not thread-safe.
 */
final class CachedObjects {
    private record Write(long revision, @Nullable ApiObject object) {}

    private final TreeMap<String, ApiObject> told = new TreeMap<>();
    private final Map<String, Write> ahead = new HashMap<>();

    /** Everything is read anew. */
    void clear() {
        told.clear();
        ahead.clear();
    }

    /** What is at a key since a revision, as the watch tells; null for nothing. */
    void set(String key, long revision, @Nullable ApiObject object) {
        if (object == null) {
            told.remove(key);
        } else {
            told.put(key, object);
        }
        if (!ahead.isEmpty()) {
            ahead.computeIfPresent(key, (same, write) -> write.revision() <= revision ? null : write);
        }
    }

    /** What this server has written to a key at a revision that the watch has not told yet; null when it has deleted it. */
    void wrote(String key, long revision, @Nullable ApiObject object) {
        ahead.merge(key, new Write(revision, object), (a, b) -> a.revision() > b.revision() ? a : b);
    }

    /** What the watch has told. */
    @Nullable
    ApiObject get(String key) {
        return told.get(key);
    }

    /** What is there now as far as is known here. */
    @Nullable
    ApiObject newest(String key) {
        Write write = ahead.get(key);
        return write == null ? told.get(key) : write.object();
    }

    /** All that the watch has told below a prefix, in order. */
    List<ApiObject> below(String prefix) {
        return new ArrayList<>(told.subMap(prefix, prefix + Character.MAX_VALUE).values());
    }
}
