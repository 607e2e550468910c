package io.kubejar.etcd.election;

import io.kubejar.etcd.engine.WatchListener;
import io.kubejar.etcd.engine.Watcher;
import io.kubejar.etcd.mvcc.EtcdError;
import io.kubejar.etcd.mvcc.Event;
import io.kubejar.etcd.mvcc.KeyRange;
import io.kubejar.etcd.mvcc.KeyValue;
import io.kubejar.etcd.mvcc.OpResult;
import io.kubejar.etcd.watch.WatchRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Waits until the older ones of a line are gone: watches the youngest of them, and when that one goes looks again, so that
 * not everybody wakes up each time. Source: etcd 3.6 concurrency.waitDeletes.
 */
final class OlderKeys implements AutoCloseable {
    private final Line line;
    private final long maxCreateRevision;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private @Nullable Watcher watcher; // guarded by this
    private boolean closed; // guarded by this

    OlderKeys(Line line, long maxCreateRevision) {
        this.line = line;
        this.maxCreateRevision = maxCreateRevision;
    }

    /** Completed when they are gone; never by a thread that delivers to watchers, unless with the store's end. */
    CompletableFuture<Void> gone() {
        return gone;
    }

    void look() {
        try {
            OpResult.Range last = line.readLast(maxCreateRevision);
            KeyValue youngest = Line.only(last);
            if (youngest == null) {
                gone.complete(null);
            } else {
                watch(youngest, last.revision());
            }
        } catch (RuntimeException e) {
            gone.completeExceptionally(e);
        }
    }

    private void watch(KeyValue youngest, long revision) {
        WatchRequest deletion = new WatchRequest(KeyRange.single(youngest.key()), revision, true, false, false);
        Watcher started = line.access().watch(deletion, new Deletion());
        synchronized (this) {
            watcher = started;
            if (!closed) {
                return;
            }
        }
        started.close();
    }

    @Override
    public void close() {
        Watcher last;
        synchronized (this) {
            closed = true;
            last = watcher;
        }
        if (last != null) {
            last.close();
        }
    }

    /** The end of one key. */
    private final class Deletion implements WatchListener {
        private boolean seen;

        @Override
        public void onEvents(long revision, List<Event> events) {
            if (!seen) {
                seen = true;
                line.access().engine().aside("turn", this::lookAgain);
            }
        }

        private void lookAgain() {
            Watcher last;
            synchronized (OlderKeys.this) {
                last = watcher;
                watcher = null;
                if (closed) {
                    return;
                }
            }
            if (last != null) {
                last.close();
            }
            look();
        }

        @Override
        public void onEnd(End end, long compactRevision, long revision) {
            if (end == End.COMPACTED) {
                gone.completeExceptionally(EtcdError.COMPACTED.refusal());
            } else if (end == End.STOPPED) {
                gone.completeExceptionally(EtcdError.STOPPED.refusal());
            }
        }
    }
}
