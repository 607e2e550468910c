package io.kubejar.cluster;

import io.kubejar.core.loop.Activity;
import io.kubejar.core.loop.LiveLoops;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Waits until a cluster is at rest: nothing queued or running on any loop, no request in flight, no retry near its time.
 * One question about state; everything that wakes a component in process is on a loop before the write that caused it has
 * returned.
 */
final class Rest {
    /** A retry that is due later than this does not keep a cluster from being at rest. */
    private static final Duration RETRY_SOON = Duration.ofSeconds(1);

    private final LiveLoops loops;
    private final LongSupplier inFlight;

    Rest(LiveLoops loops, LongSupplier inFlight) {
        this.loops = loops;
        this.inFlight = inFlight;
    }

    /** Waits; throws {@link IllegalStateException} that says what still moves when the limit has passed. */
    void await(Duration limit) {
        Instant end = loops.clock().now().plus(limit);
        try {
            while (true) {
                Duration left = Duration.between(loops.clock().now(), end);
                if (left.isNegative()) {
                    throw new IllegalStateException("not at rest after " + limit + ": " + describe());
                }
                if (!loops.awaitIdle(left)) {
                    continue;
                }
                Instant retry = loops.activity().nextRetry();
                if (retry != null && retry.isBefore(loops.clock().now().plus(RETRY_SOON))) {
                    loops.awaitTimers(retry, left);
                } else if (inFlight.getAsLong() == 0 && loops.activity().running() == 0) {
                    return;
                } else {
                    Thread.onSpinWait();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for rest", e);
        }
    }

    private String describe() {
        Activity activity = loops.activity();
        return activity.running() + " tasks on " + activity.busy() + ", " + inFlight.getAsLong()
                + " requests in flight, next retry at " + activity.nextRetry();
    }
}
