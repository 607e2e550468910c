package io.kubejar.core.election;

import io.kubejar.core.client.ApiClient;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.loop.LoopGroup;
import io.kubejar.core.loop.Loops;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The time for which a leader leads. Everything it does goes through {@link #client} and {@link #loops}: when the term is
 * over no request is let through any more, watches end, and what was queued or due is dropped.
 *
 * <p>A term is also over when it was not prolonged in time, even if nobody has noticed: a leader that hangs in a request
 * to a store that is away does not write when that comes back. Thread-safe.
 */
public final class Term {
    private final String name;
    private final LoopGroup loops;
    private final Set<ApiClient.Watch> watches = new HashSet<>(); // guarded by this
    private Instant until; // guarded by this
    private boolean over; // guarded by this
    private int inFlight; // guarded by this

    Term(String name, Loops loops, Instant until) {
        this.name = name;
        this.loops = new LoopGroup(loops);
        this.until = until;
    }

    /** A client that acts as another one for as long as the term lasts, and then fails. */
    public ApiClient client(ApiClient behind) {
        return new TermClient(this, behind);
    }

    /** Loops that stop with the term. */
    public Loops loops() {
        return loops;
    }

    synchronized void prolong(Instant end) {
        until = end;
    }

    /** Ends it; at once, without waiting for requests that are under way. */
    void end() {
        List<ApiClient.Watch> open;
        synchronized (this) {
            over = true;
            open = List.copyOf(watches);
            watches.clear();
        }
        loops.close();
        open.forEach(ApiClient.Watch::close);
    }

    /** After the end: waits until no request is under way any more; false when the limit has passed before. */
    synchronized boolean awaitQuiet(Duration limit) throws InterruptedException {
        Instant end = loops.clock().now().plus(limit);
        while (inFlight > 0) {
            long left = Duration.between(loops.clock().now(), end).toMillis();
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    <T> T call(Supplier<T> request) {
        synchronized (this) {
            if (over || !loops.clock().now().isBefore(until)) {
                throw over();
            }
            inFlight++;
        }
        try {
            return request.get();
        } finally {
            synchronized (this) {
                inFlight--;
                notifyAll();
            }
        }
    }

    ApiClient.Watch keep(ApiClient.Watch watch) {
        boolean late;
        synchronized (this) {
            late = over;
            if (!late) {
                watches.add(watch);
            }
        }
        if (late) {
            watch.close();
            throw over();
        }
        return () -> {
            synchronized (this) {
                watches.remove(watch);
            }
            watch.close();
        };
    }

    private StatusException over() {
        return StatusException.of(Reason.SERVICE_UNAVAILABLE, name + " does not lead any more");
    }
}
