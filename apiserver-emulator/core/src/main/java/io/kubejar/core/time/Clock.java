package io.kubejar.core.time;

import java.time.Instant;

/** What time it is. Handed to whoever needs it; the build refuses the system clock elsewhere. */
public interface Clock {
    /** The wall-clock time. It may jump. */
    Instant now();

    /** Nanoseconds of a clock that never goes back, for measuring durations; its zero has no meaning. */
    long nanos();
}
