package io.kubejar.core.loop;

import io.kubejar.core.time.Clock;
import java.util.function.BooleanSupplier;

/** The maker of loops: where the work of a whole cluster runs, and the clock by which it runs. */
public interface Loops extends AutoCloseable {
    /** The clock that the timers go by. */
    Clock clock();

    /** A new serial loop. */
    Loop loop(String name);

    /** How things stand: what is queued or running now, and which retries come next. */
    Activity activity();

    /** Whether there are threads that run what is queued; else it runs when the owner says so, on the owner's thread. */
    boolean runsByItself();

    /**
     * For who has to wait for what another loop is to do: where nothing runs by itself, runs queued tasks until the
     * condition holds or nothing is left that may be run now. Without effect otherwise.
     */
    void runUntil(BooleanSupplier done);

    /**
     * Holds back tasks that are handed in from now on, for who puts together what is to work here and does not want it to
     * begin before all is there; gives what lets them go. Without effect where nothing runs by itself.
     */
    default Held hold() {
        return Held.NOTHING;
    }

    /** Drops what is queued, waits for what runs, and ends every thread. */
    @Override
    void close();
}
