package io.kubejar.cluster;

import io.kubejar.core.loop.LiveLoops;
import io.kubejar.core.loop.Loop;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.loop.SteppedLoops;
import io.kubejar.core.time.Clock;
import io.kubejar.core.time.SystemClock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The time of a cluster. In {@link Mode#LIVE} it can only be read; else it stands still until it is moved, and moving it
 * runs every timer of every component that is due on the way: leases, back-offs, probes, grace periods, schedules, tokens.
 *
 * <p>Thread-safe but for {@link Mode#SEEDED}; two who move time do so one after the other.
 */
public final class ClusterTime implements AutoCloseable {
    private static final Duration SETTLE_WITHIN = Duration.ofSeconds(30);
    /** Longer than any back-off of a component, shorter than for ever. */
    private static final Duration QUIET = Duration.ofMinutes(10);

    private static final Duration REST_WITHIN = Duration.ofDays(30);
    private static final double FASTEST = 100_000;
    private static final Duration TICK = Duration.ofMillis(20);

    private final Clock clock;
    private final @Nullable SteppedLoops loops;
    private final Rest rest;
    private final LongSupplier changes;
    private final Object changing = new Object(); // held by who changes the speed
    private @Nullable LiveLoops driver; // guarded by this
    private double speed; // guarded by this

    /**
     * The time of these loops.
     *
     * @param changes how many writes there have been that are more than signs of life
     */
    ClusterTime(Loops loops, Rest rest, LongSupplier changes) {
        this.clock = loops.clock();
        this.loops = loops instanceof SteppedLoops stepped ? stepped : null;
        this.rest = rest;
        this.changes = changes;
    }

    /** What time it is in the cluster. */
    public Instant now() {
        return clock.now();
    }

    /**
     * Moves time: whatever is due on the way happens at its own instant, in order, and the cluster comes to rest in
     * between and at the end.
     *
     * @throws IllegalStateException in a live cluster, or when the cluster does not come to rest
     */
    public synchronized void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("time does not go back: " + duration);
        }
        Instant end = now().plus(duration);
        rest.await(SETTLE_WITHIN);
        while (fireNext(end)) {
            run();
        }
        stepped().clock().moveTo(end);
        rest.await(SETTLE_WITHIN);
    }

    /**
     * Moves time from timer to timer until a condition holds; at once when it holds already.
     *
     * @return by how much time was moved
     * @throws IllegalStateException when it does not hold within the limit, or in a live cluster
     */
    public synchronized Duration advanceUntil(BooleanSupplier condition, Duration limit) {
        Instant start = now();
        Instant end = start.plus(limit);
        rest.await(SETTLE_WITHIN);
        while (!condition.getAsBoolean()) {
            if (!fireNext(end)) {
                stepped().clock().moveTo(end);
                rest.await(SETTLE_WITHIN);
                if (condition.getAsBoolean()) {
                    break;
                }
                throw new IllegalStateException("the condition does not hold after " + limit + ", at " + now());
            }
            rest.await(SETTLE_WITHIN);
        }
        return Duration.between(start, now());
    }

    /**
     * Moves time until nothing happens any more: until ten minutes have gone by in which nothing was written but signs of
     * life of nodes. Time stands where the last thing happened plus those ten minutes.
     *
     * @return by how much time was moved
     * @throws IllegalStateException when it goes on for more than thirty days, or in a live cluster
     */
    public synchronized Duration runToRest() {
        Instant start = now();
        long seen;
        do {
            seen = changes.getAsLong();
            advance(QUIET);
            if (Duration.between(start, now()).compareTo(REST_WITHIN) > 0) {
                throw new IllegalStateException("something still happens after " + REST_WITHIN);
            }
        } while (changes.getAsLong() != seen);
        return Duration.between(start, now());
    }

    /**
     * Lets time go by itself, so many times as fast as outside; 0 makes it stand still again. For demonstrations.
     *
     * @throws IllegalStateException in a live or seeded cluster
     */
    public void speed(double factor) {
        if (!stepped().runsByItself()) {
            throw new IllegalStateException("time does not go by itself in a seeded cluster");
        }
        if (!(factor >= 0 && factor <= FASTEST)) {
            throw new IllegalArgumentException("a speed is from 0 to " + FASTEST + ", not " + factor);
        }
        synchronized (changing) {
            close();
            if (factor > 0) {
                LiveLoops fresh = new LiveLoops("kubejar-time", SystemClock.INSTANCE, (loop, fault) -> {});
                synchronized (this) {
                    speed = factor;
                    driver = fresh;
                }
                tick(fresh.loop("drive"), SystemClock.INSTANCE.nanos(), factor);
            }
        }
    }

    /** How many times as fast as outside time goes by itself now; 0 when it stands still, 1 in a live cluster. */
    public synchronized double speed() {
        return loops == null ? 1 : speed;
    }

    /** Whether time moves only when it is told to. */
    public boolean isMoved() {
        return loops != null;
    }

    private void tick(Loop loop, long last, double factor) {
        loop.after(TICK, "move time", () -> {
            long nanos = SystemClock.INSTANCE.nanos();
            try {
                advance(Duration.ofNanos((long) ((nanos - last) * factor)));
            } finally { // a cluster that does not come to rest now may do so later
                tick(loop, nanos, factor);
            }
        });
    }

    private SteppedLoops stepped() {
        if (loops == null) {
            throw new IllegalStateException(
                    "the time of a live cluster moves by itself; start one with Mode.VIRTUAL, or kubejar up --mode virtual");
        }
        return loops;
    }

    private boolean fireNext(Instant end) {
        return stepped().fireNext(end);
    }

    /** Lets happen what is due at this instant. */
    private void run() {
        try {
            if (!stepped().runAll(SETTLE_WITHIN)) {
                rest.await(Duration.ZERO); // says what still moves
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while time moves", e);
        }
    }

    /** Stands still; no thread of its own is left. */
    @Override
    public void close() {
        LiveLoops running;
        synchronized (this) {
            running = driver;
            driver = null;
            speed = 0;
        }
        if (running != null) {
            running.close(); // without the lock, which its last move may want
        }
    }
}
