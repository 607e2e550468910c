package io.kubejar.core.time;

import java.time.Duration;
import java.time.Instant;

/** A clock that stands still until it is moved. Any thread may read it, one thread moves it. */
public final class ManualClock implements Clock {
    private static final long NANOS_AT_START = 1_000_000_007L; // not zero, so that mixing it with wall time shows up

    private volatile Instant now;
    private volatile long nanos = NANOS_AT_START;

    /** Stands at the given instant. */
    public ManualClock(Instant start) {
        now = start;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    /** Moves to a later instant; an earlier one is ignored. */
    public void moveTo(Instant later) {
        if (later.isAfter(now)) {
            nanos = nanos + Duration.between(now, later).toNanos();
            now = later;
        }
    }

    /** Jumps the wall clock, also back; the monotonic one stays. */
    public void jumpTo(Instant wall) {
        now = wall;
    }
}
