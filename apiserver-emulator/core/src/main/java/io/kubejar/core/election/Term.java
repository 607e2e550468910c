package io.kubejar.core.election;

import io.kubejar.core.client.ApiClient;
import io.kubejar.core.life.Life;
import io.kubejar.core.loop.Loops;
import java.time.Duration;
import java.time.Instant;

/**
 * The time for which a leader leads. Everything it does goes through {@link #client} and {@link #loops}: when the term is
 * over no request is let through any more, watches end, and what was queued or due is dropped.
 *
 * <p>A term is also over when it was not prolonged in time, even if nobody has noticed: a leader that hangs in a request
 * to a store that is away does not write when that comes back. Thread-safe.
 */
public final class Term {
    private final Life life;
    private volatile Instant until;

    Term(String name, Loops loops, Instant until) {
        this.until = until;
        life = new Life(loops, () -> loops.clock().now().isBefore(this.until), name + " does not lead any more");
    }

    /** A client that acts as another one for as long as the term lasts, and then fails. */
    public ApiClient client(ApiClient behind) {
        return life.client(behind);
    }

    /** Loops that stop with the term. */
    public Loops loops() {
        return life.loops();
    }

    void prolong(Instant end) {
        until = end;
    }

    /** Ends it; at once, without waiting for requests that are under way. */
    void end() {
        life.end();
    }

    /** After the end: waits until no request is under way any more; false when the limit has passed before. */
    boolean awaitQuiet(Duration limit) throws InterruptedException {
        return life.awaitQuiet(limit);
    }
}
