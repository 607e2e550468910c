package io.kubejar.cluster;

import io.kubejar.core.loop.Due;
import io.kubejar.core.loop.LiveLoops;
import java.time.Duration;
import java.time.Instant;

/** Rest of a live cluster: retries that are due soon are waited for. */
final class LiveRest extends Rest {
    private final LiveLoops loops;

    LiveRest(LiveLoops loops, Requests requests) {
        super(loops, requests);
        this.loops = loops;
    }

    @Override
    boolean comes(Duration limit) throws InterruptedException {
        Instant end = loops.clock().now().plus(limit);
        while (true) {
            Duration left = Duration.between(loops.clock().now(), end);
            if (left.isNegative()) {
                return false;
            }
            if (!loops.awaitIdle(left)) {
                continue;
            }
            Due retry = loops.activity().nextRetry();
            if (retry != null && retry.at().isBefore(loops.clock().now().plus(RETRY_SOON))) {
                loops.awaitTimers(retry.at(), left);
            } else if (isQuiet()) {
                return true;
            } else {
                Thread.onSpinWait();
            }
        }
    }
}
