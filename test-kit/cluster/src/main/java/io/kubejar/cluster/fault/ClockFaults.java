package io.kubejar.cluster.fault;

import io.kubejar.core.loop.Loops;
import io.kubejar.core.time.ManualClock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What goes wrong with time: the clock jumps, and requests are held up. Thread-safe. */
record ClockFaults(Loops loops) {
    /** Sets a clock that is moved forward or back; throws IllegalStateException where it is the machine's. */
    void jump(Duration by) {
        if (!(loops.clock() instanceof ManualClock clock)) {
            throw new IllegalStateException("the clock of a live cluster is the machine's; use Mode.VIRTUAL");
        }
        clock.jumpTo(clock.now().plus(by));
    }

    /** Throws IllegalStateException where time stands still. */
    void requireThatItGoes() {
        if (loops.clock() instanceof ManualClock) {
            throw new IllegalStateException("where time stands still, a request that is held up would never go on;"
                    + " delay watches instead, or fail requests");
        }
    }

    /** Holds up the caller. */
    void hold(Duration by) {
        CountDownLatch over = new CountDownLatch(1);
        loops.loop("held-up-request").after(by, "a request that is held up", over::countDown);
        try {
            over.await(by.toMillis() + 1_000, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
