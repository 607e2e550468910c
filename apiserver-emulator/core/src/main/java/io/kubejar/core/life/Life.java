package io.kubejar.core.life;

import io.kubejar.core.client.ApiClient;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.loop.LoopGroup;
import io.kubejar.core.loop.Loops;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The time for which a program runs in this JVM. Everything it does goes through {@link #client} and {@link #loops}: when
 * its life is over no request is let through any more, watches end, and what was queued or due is dropped, as if its
 * process had been killed. What it has begun to ask the server still happens. Thread-safe.
 */
public final class Life {
    private final LoopGroup loops;
    private final BooleanSupplier lasts;
    private final String words;
    private final Set<ApiClient.Watch> watches =
            new LinkedHashSet<>(); // guarded by this; in an order that a seed repeats
    private boolean over; // guarded by this
    private int inFlight; // guarded by this

    /** One that lasts until it is ended. */
    public Life(String name, Loops loops) {
        this(loops, () -> true, name + " does not run any more");
    }

    /**
     * One that lasts until it is ended, or something else says that it is over; whoever says so may not wait for anything.
     *
     * @param words what a request is refused with after its end
     */
    public Life(Loops loops, BooleanSupplier lasts, String words) {
        this.loops = new LoopGroup(loops);
        this.lasts = lasts;
        this.words = words;
    }

    /** A client that acts as another one for as long as this lasts, and then fails. */
    public ApiClient client(ApiClient behind) {
        return new LifeClient(this, behind);
    }

    /** Loops that stop with it. */
    public Loops loops() {
        return loops;
    }

    /** Ends it; at once, without waiting for requests that are under way. May be called twice. */
    public void end() {
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
    public synchronized boolean awaitQuiet(Duration limit) throws InterruptedException {
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
            if (over || !lasts.getAsBoolean()) {
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
        return StatusException.of(Reason.SERVICE_UNAVAILABLE, words);
    }
}
