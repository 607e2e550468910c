package io.kubejar.core.time;

import java.time.Instant;

/** The machine's own clock. */
public enum SystemClock implements Clock {
    INSTANCE;

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }
}
