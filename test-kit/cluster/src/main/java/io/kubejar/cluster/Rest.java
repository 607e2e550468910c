package io.kubejar.cluster;

import io.kubejar.core.loop.Activity;
import io.kubejar.core.loop.LiveLoops;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.loop.SteppedLoops;
import io.kubejar.core.time.SystemClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Waits until a cluster is at rest: nothing queued or running on any loop, no request in flight, no retry near its time.
 * One question about state; everything that wakes a component in process is on a loop before the write that caused it has
 * returned. Clients outside cannot be looked into: while one of them watches, a period without a request must go by.
 */
abstract class Rest {
    /** A retry that is due later than this does not keep a cluster from being at rest. */
    static final Duration RETRY_SOON = Duration.ofSeconds(1);

    /** What goes on beside the loops. */
    interface Requests {
        /** Requests that are being worked on. */
        long inFlight();

        /** Whether somebody outside watches, who may be about to act on what was seen. */
        boolean isWatchedFromOutside();

        /** Waits for a moment; whether nobody outside has acted in it and all have seen everything. */
        boolean isQuietOutside() throws InterruptedException;

        /** The last few writes, in words, each once; empty when they are not kept. */
        List<String> lastWrites();
    }

    private final Loops loops;
    private final Requests requests;

    Rest(Loops loops, Requests requests) {
        this.loops = loops;
        this.requests = requests;
    }

    /** The one for these loops. */
    static Rest of(Loops loops, Requests requests) {
        return loops instanceof SteppedLoops stepped
                ? new SteppedRest(stepped, requests)
                : new LiveRest((LiveLoops) loops, requests);
    }

    /** Waits; throws {@link IllegalStateException} that says what still moves when the limit has passed. */
    final void await(Duration limit) {
        // The limit is one of real time: it is a person or a build that waits.
        Instant end = SystemClock.INSTANCE.now().plus(limit);
        try {
            boolean quiet;
            do {
                Duration left = Duration.between(SystemClock.INSTANCE.now(), end);
                if (!comes(left)) {
                    throw new IllegalStateException("not at rest after " + limit + ": " + describe());
                }
                quiet = !requests.isWatchedFromOutside() || (requests.isQuietOutside() && isQuiet());
            } while (!quiet);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for rest", e);
        }
    }

    /** Waits; false when the limit has passed before. */
    abstract boolean comes(Duration limit) throws InterruptedException;

    /** Whether nothing is queued, running or in flight at this moment. */
    final boolean isQuiet() {
        return requests.inFlight() == 0 && loops.activity().running() == 0;
    }

    private String describe() {
        Activity activity = loops.activity();
        List<String> writes = requests.lastWrites();
        return activity.running() + " tasks on " + activity.busy() + ", " + requests.inFlight()
                + " requests in flight, "
                + (activity.nextRetry() == null
                        ? "nothing to be tried again"
                        : "to be tried again: " + activity.nextRetry())
                + (requests.isWatchedFromOutside() ? ", clients outside watch" : "")
                + (writes.isEmpty() ? "" : "; the last writes: " + String.join(", ", writes));
    }
}
