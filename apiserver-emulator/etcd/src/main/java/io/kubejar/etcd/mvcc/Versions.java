package io.kubejar.etcd.mvcc;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a key was, newest first: the last thing that happened to it, perhaps a tombstone, and what was before. */
final class Versions {
    private final KeyValue newest;
    private final @Nullable Versions older;

    Versions(KeyValue newest, @Nullable Versions older) {
        this.newest = newest;
        this.older = older;
    }

    KeyValue newest() {
        return newest;
    }

    boolean isLive() {
        return !newest.isTombstone();
    }

    /** The key as a reader at the revision sees it; null when it was not there. */
    @Nullable
    KeyValue at(long revision) {
        for (Versions v = this; v != null; v = v.older) {
            if (v.newest.modRevision() <= revision) {
                return v.newest.isTombstone() ? null : v.newest;
            }
        }
        return null;
    }

    /** What it takes in a store, in bytes. */
    long bytes() {
        long sum = 0;
        for (Versions v = this; v != null; v = v.older) {
            sum += v.newest.bytes();
        }
        return sum;
    }

    /** Without what nobody can read after a compaction at the revision; null when nothing is left. */
    @Nullable
    Versions compacted(long revision) {
        List<KeyValue> kept = new ArrayList<>();
        Versions v = this;
        while (v != null && v.newest.modRevision() > revision) {
            kept.add(v.newest);
            v = v.older;
        }
        if (v == null || (v.older == null && v.isLive())) {
            return this;
        }
        Versions result = v.isLive() ? new Versions(v.newest, null) : null;
        for (int i = kept.size() - 1; i >= 0; i--) {
            result = new Versions(kept.get(i), result);
        }
        return result;
    }
}
