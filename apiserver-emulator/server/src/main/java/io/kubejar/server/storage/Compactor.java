package io.kubejar.server.storage;

import io.kubejar.core.error.StatusException;
import io.kubejar.core.loop.Loop;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.loop.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes etcd forget, once per interval, what was changed before the last time, so that a store does not grow without end.
 * Of several servers on one etcd each takes its turn by raising the version of a key; who finds it raised by another
 * waits for the next time. Upstream: compactor, apiserver/pkg/storage/etcd3/compact.go, v1.36.
 */
public final class Compactor implements AutoCloseable {
    /** As upstream's {@code --etcd-compaction-interval} by default. */
    public static final Duration INTERVAL = Duration.ofMinutes(5);

    static final String KEY = "compact_rev_key";
    private final Etcd etcd;
    private final Duration interval;
    private final Loop loop;
    private long turns; // only on the loop: the key's version as last seen
    private long revision; // only on the loop: the store's when it was last looked at
    private @Nullable Timer timer; // guarded by this
    private boolean closed; // guarded by this

    private Compactor(Etcd etcd, Loops loops, Duration interval) {
        this.etcd = etcd;
        this.interval = interval;
        this.loop = loops.loop("compactor");
    }

    /** Begins; the first turn comes after the interval and compacts nothing yet. */
    public static Compactor start(Etcd etcd, Loops loops, Duration interval) {
        Compactor compactor = new Compactor(etcd, loops, interval);
        compactor.set();
        return compactor;
    }

    private synchronized void set() {
        if (!closed) {
            timer = loop.after(interval, "compaction of etcd", this::tick);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void tick() {
        if (isClosed()) {
            return;
        }
        try {
            turn();
        } catch (StatusException e) {
            if (!isClosed()) {
                log().warn("etcd could not be compacted and will be in {}: {}", interval, e.getMessage());
            }
        }
        set();
    }

    private void turn() {
        long before = revision;
        Etcd.Turn turn = etcd.takeTurn(KEY, turns, Long.toString(before));
        turns = turn.version();
        revision = turn.revision();
        if (turn.won() && before != 0) {
            etcd.compact(before);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (timer != null) {
            timer.cancel();
        }
    }

    /** Not kept: logging takes longer to start than all of this, and is seldom needed. */
    private static Logger log() {
        return LoggerFactory.getLogger(Compactor.class);
    }
}
