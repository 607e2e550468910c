package io.kubejar.etcd.engine;

import io.kubejar.core.loop.Loop;
import io.kubejar.core.loop.Timer;
import io.kubejar.etcd.watch.WatchRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Rings from time to time while there is a watcher that wants to be told of progress. Guarded by the engine's lock. */
final class Progress {
    private final Loop loop;
    private final Duration interval;
    private final Runnable bell;
    private int watchers;
    private @Nullable Timer timer;

    Progress(Loop loop, Duration interval, Runnable bell) {
        this.loop = loop;
        this.interval = interval;
        this.bell = bell;
    }

    Duration interval() {
        return interval;
    }

    void added(WatchRequest request) {
        if (request.progress() && watchers++ == 0) {
            set();
        }
    }

    void removed(WatchRequest request) {
        if (request.progress() && --watchers == 0 && timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** Sets the next one, after it has rung. */
    void rung() {
        if (watchers > 0) {
            set();
        }
    }

    private void set() {
        timer = loop.after(interval, "watch progress", bell);
    }
}
