package io.kubejar.etcd.mvcc;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a key was, newest first: the last thing that happened to it, perhaps a tombstone, and what was before. */
final class Versions {
    private final KeyValue newest;
    private final @Nullable Versions older;
    private final KeyValue oldest;
    private final long bytes;

    Versions(KeyValue newest, @Nullable Versions older) {
        this.newest = newest;
        this.older = older;
        this.oldest = older == null ? newest : older.oldest;
        this.bytes = newest.bytes() + (older == null ? 0 : older.bytes);
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

    /**
     * True when a compaction, at this revision or a later one, may leave less of it. The change is one that it knows of and
     * that is to be compacted; asked about each of them, it says so at least once if there is something to leave out.
     */
    boolean mayShrinkAt(KeyValue change) {
        long first = oldest.modRevision();
        return change.modRevision() > first || (change.modRevision() == first && change.isTombstone());
    }

    /** What all of it takes in a store, in bytes. */
    long bytes() {
        return bytes;
    }

    /**
     * With something else in the place of what it was earlier; unchanged when it no longer builds on that.
     *
     * @param replacement null for nothing
     */
    @Nullable
    Versions rebased(Versions earlier, @Nullable Versions replacement) {
        List<KeyValue> since = new ArrayList<>();
        Versions v = this;
        while (v != null && v != earlier) {
            since.add(v.newest);
            v = v.older;
        }
        return v == null ? this : stacked(since, replacement);
    }

    private static @Nullable Versions stacked(List<KeyValue> newestFirst, @Nullable Versions below) {
        Versions result = below;
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            result = new Versions(newestFirst.get(i), result);
        }
        return result;
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
        return stacked(kept, v.isLive() ? new Versions(v.newest, null) : null);
    }
}
