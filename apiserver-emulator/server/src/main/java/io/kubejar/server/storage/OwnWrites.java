package io.kubejar.server.storage;

import io.kubejar.core.object.ApiObject;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this server has written and its watch on etcd has not told yet: who was told that something is gone does not find it
 * any more. Not thread-safe.
 */
final class OwnWrites {
    private record Write(long revision, @Nullable ApiObject object) {}

    private final Map<String, Write> ahead = new HashMap<>();

    /** A key has an object since a revision; null when it has none any more. */
    void add(String key, long revision, @Nullable ApiObject object) {
        ahead.merge(key, new Write(revision, object), (a, b) -> a.revision() > b.revision() ? a : b);
    }

    /** The watch has told what is at a key since a revision. */
    void seen(String key, long revision) {
        if (!ahead.isEmpty()) {
            ahead.computeIfPresent(key, (same, write) -> write.revision() <= revision ? null : write);
        }
    }

    /** Everything has been read anew. */
    void clear() {
        ahead.clear();
    }

    /** What is at a key, given what the watch has told. */
    @Nullable
    ApiObject newest(String key, @Nullable ApiObject told) {
        Write write = ahead.get(key);
        return write == null ? told : write.object();
    }
}
