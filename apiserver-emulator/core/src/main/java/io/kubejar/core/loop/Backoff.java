package io.kubejar.core.loop;

import java.time.Duration;

/** Delays that double, from a first to a last one, until something has worked. Not thread-safe. */
public final class Backoff {
    private final Duration first;
    private final Duration last;
    private Duration next;

    /** Begins with the first delay and stays at the last one. */
    public Backoff(Duration first, Duration last) {
        this.first = first;
        this.last = last;
        this.next = first;
    }

    /** For how long to wait this time. */
    public Duration next() {
        Duration now = next;
        Duration doubled = now.multipliedBy(2);
        next = doubled.compareTo(last) > 0 ? last : doubled;
        return now;
    }

    /** It has worked: the next failure begins anew. */
    public void reset() {
        next = first;
    }
}
