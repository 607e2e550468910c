package io.kubejar.cluster;

import io.kubejar.core.loop.Activity;
import io.kubejar.core.loop.LiveLoops;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.loop.SteppedLoops;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Waits until a cluster is at rest: nothing queued or running on any loop, no request in flight, no retry near its time.
 * One question about state; everything that wakes a component in process is on a loop before the write that caused it has
 * returned.
 */
abstract class Rest {
    /** A retry that is due later than this does not keep a cluster from being at rest. */
    static final Duration RETRY_SOON = Duration.ofSeconds(1);

    private final Loops loops;
    private final LongSupplier inFlight;

    Rest(Loops loops, LongSupplier inFlight) {
        this.loops = loops;
        this.inFlight = inFlight;
    }

    /** The one for these loops. */
    static Rest of(Loops loops, LongSupplier inFlight) {
        return loops instanceof SteppedLoops stepped
                ? new SteppedRest(stepped, inFlight)
                : new LiveRest((LiveLoops) loops, inFlight);
    }

    /** Waits; throws {@link IllegalStateException} that says what still moves when the limit has passed. */
    final void await(Duration limit) {
        try {
            if (!comes(limit)) {
                throw new IllegalStateException("not at rest after " + limit + ": " + describe());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for rest", e);
        }
    }

    /** Waits; false when the limit has passed before. */
    abstract boolean comes(Duration limit) throws InterruptedException;

    /** Whether nothing is queued, running or in flight at this moment. */
    final boolean isQuiet() {
        return inFlight.getAsLong() == 0 && loops.activity().running() == 0;
    }

    private String describe() {
        Activity activity = loops.activity();
        return activity.running() + " tasks on " + activity.busy() + ", " + inFlight.getAsLong()
                + " requests in flight, next retry at " + activity.nextRetry();
    }
}
