package io.kubejar.etcd.engine;

import io.kubejar.core.loop.Loop;
import io.kubejar.core.loop.Timer;
import io.kubejar.core.time.Clock;
import io.kubejar.etcd.lease.Leases;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rings when the next lease ends. Guarded by the lock of the commits. */
final class LeaseTimer implements Consumer<Leases> {
    private final Loop loop;
    private final Clock clock;
    private final Runnable bell;
    private @Nullable Timer timer;
    private @Nullable Instant due;

    LeaseTimer(Loop loop, Clock clock, Runnable bell) {
        this.loop = loop;
        this.clock = clock;
        this.bell = bell;
    }

    /** Sees to it that it rings no later than the first of these ends. One that rings too early is set again. */
    void set(Leases leases) {
        Instant next = leases.nextDeadline();
        if (next == null || (due != null && !next.isBefore(due))) {
            return;
        }
        cancel();
        due = next;
        timer = loop.after(Duration.between(clock.now(), next), "lease expiry", bell);
    }

    @Override
    public void accept(Leases leases) {
        set(leases);
    }

    /** Sets it anew after it has rung. */
    void rung(Leases leases) {
        due = null;
        set(leases);
    }

    void cancel() {
        if (timer != null) {
            timer.cancel();
        }
    }
}
