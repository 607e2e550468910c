package io.kubejar.etcd.compaction;

import io.kubejar.core.loop.Loop;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.loop.Timer;
import io.kubejar.core.time.Clock;
import io.kubejar.etcd.engine.Engine;
import io.kubejar.etcd.mvcc.EtcdError;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Compacts a store when its schedule says so, on a loop of its own. */
public final class AutoCompactor implements AutoCloseable {
    private final Engine engine;
    private final Loop loop;
    private final Clock clock;
    private final Schedule schedule;
    private @Nullable Timer timer; // guarded by this
    private boolean closed; // guarded by this

    private AutoCompactor(Engine engine, Loops loops, Schedule schedule) {
        this.engine = engine;
        this.loop = loops.loop("etcd-compaction");
        this.clock = loops.clock();
        this.schedule = schedule;
    }

    /** Begins; the first tick comes after the schedule's interval. */
    public static AutoCompactor start(Engine engine, Loops loops, Retention retention) {
        Schedule schedule = retention.begin(loops.clock().now(), engine.revision());
        AutoCompactor compactor = new AutoCompactor(engine, loops, schedule);
        compactor.set();
        return compactor;
    }

    private synchronized void set() {
        Duration interval = schedule.interval();
        if (!closed && !interval.isZero()) {
            timer = loop.after(interval, "automatic compaction", this::tick);
        }
    }

    private void tick() {
        long due = schedule.due(clock.now(), engine.revision());
        if (due == 0 || compact(due)) {
            set();
        }
    }

    /** False when the store is closed. */
    private boolean compact(long revision) {
        try {
            engine.compact(revision);
        } catch (EtcdRefusal e) {
            if (e.error() != EtcdError.COMPACTED) { // by a client, just as well
                return e.error() != EtcdError.STOPPED; // damaged data is tried again, until its alarm is disarmed
            }
        }
        schedule.done(revision, clock.now());
        return true;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (timer != null) {
            timer.cancel();
        }
    }
}
