package io.kubejar.etcd.engine;

import io.kubejar.etcd.mvcc.Event;
import java.util.List;

/**
 * Gets what a watcher is owed, in order, one call at a time, on the thread of whoever changed the store. It must not
 * block. It may use the store; what it changes there is delivered after it has returned.
 */
public interface WatchListener {
    /** Why a watch ended. */
    enum End {
        /** The watcher was closed. */
        CLOSED,
        /** What the watcher is owed next was compacted. */
        COMPACTED,
        /** The store was closed, or the listener failed. */
        STOPPED
    }

    /** The watch stands; the first call of all. */
    default void onCreated(long revision) {}

    /**
     * Something happened. All events of one revision come in one call.
     *
     * @param revision the store's revision when this was put together; the last event's or a later one
     */
    void onEvents(long revision, List<Event> events);

    /** Everything up to the revision has been delivered. */
    default void onProgress(long revision) {}

    /**
     * The last call of all.
     *
     * @param compactRevision the compaction revision when that is the reason, else 0
     * @param revision the store's revision
     */
    default void onEnd(End end, long compactRevision, long revision) {}

    /**
     * False when it cannot take more for now. It then gets nothing until it calls {@link Watcher#resume}, and afterwards
     * what it missed; the store keeps nothing for it but its place.
     */
    default boolean isReady() {
        return true;
    }
}
