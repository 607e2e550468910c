package io.kubejar.etcd.engine;

import io.kubejar.etcd.watch.WatchRequest;

/** A standing watch. Its methods may be called by any thread. */
public final class Watcher implements AutoCloseable {
    final WatchRequest request;
    final WatchListener listener;
    final Runnable onRemoved;
    private final WatchHub hub;

    volatile boolean closed;

    // Below: only for the thread that drains the hub.
    long next; // while behind: the revision that it is owed next; else: no event before it
    boolean behind = true;
    boolean removed;
    boolean quiet; // no event since it was last asked about progress

    Watcher(WatchHub hub, WatchRequest request, WatchListener listener, long next, Runnable onRemoved) {
        this.hub = hub;
        this.onRemoved = onRemoved;
        this.request = request;
        this.listener = listener;
        this.next = next;
    }

    /** Ends it. No event is delivered once this has returned, except one that is being delivered right now. */
    @Override
    public void close() {
        closed = true;
        hub.execute(() -> hub.end(this, WatchListener.End.CLOSED, 0));
    }

    /** True once it was closed or has ended. */
    public boolean isClosed() {
        return closed;
    }

    /** Says that the listener can take more again. */
    public void resume() {
        hub.execute(() -> hub.catchUp(this));
    }
}
