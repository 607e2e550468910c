package io.kubejar.core.loop;

import io.kubejar.core.time.Clock;

/** The maker of loops: where the work of a whole cluster runs, and the clock by which it runs. */
public interface Loops extends AutoCloseable {
    /** The clock that the timers go by. */
    Clock clock();

    /** A new serial loop. */
    Loop loop(String name);

    /** How things stand: what is queued or running now, and which retries come next. */
    Activity activity();

    /** Drops what is queued, waits for what runs, and ends every thread. */
    @Override
    void close();
}
