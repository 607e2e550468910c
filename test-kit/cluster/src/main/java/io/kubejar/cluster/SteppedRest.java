package io.kubejar.cluster;

import io.kubejar.core.loop.SteppedLoops;
import io.kubejar.core.time.SystemClock;
import java.time.Duration;
import java.time.Instant;

/**
 * Rest of a cluster whose time stands still: work that is only held back for a moment is let go at once, in its order,
 * and time does not move.
 */
final class SteppedRest extends Rest {
    private final SteppedLoops loops;

    SteppedRest(SteppedLoops loops, Requests requests) {
        super(loops, requests);
        this.loops = loops;
    }

    @Override
    boolean comes(Duration limit) throws InterruptedException {
        Instant end = SystemClock.INSTANCE.now().plus(limit);
        Instant soon = loops.clock().now().plus(RETRY_SOON);
        while (true) {
            Duration left = Duration.between(SystemClock.INSTANCE.now(), end);
            if (left.isNegative() || !loops.runAll(left)) {
                return false;
            }
            if (loops.releaseRetry(soon)) {
                continue;
            }
            if (isQuiet()) {
                return true;
            }
            Thread.onSpinWait();
        }
    }
}
