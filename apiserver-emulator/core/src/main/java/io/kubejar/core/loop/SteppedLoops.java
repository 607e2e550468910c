package io.kubejar.core.loop;

import io.kubejar.core.time.ManualClock;
import java.time.Duration;
import java.time.Instant;

/**
 * Loops whose time stands still until it is moved. What moves it is one thread at a time; who may queue tasks is up to
 * the implementation.
 */
public interface SteppedLoops extends Loops {
    @Override
    ManualClock clock();

    /**
     * Brings all tasks that are queued, and those that they queue, to their end. Time does not move.
     *
     * @param limit how long to wait at most, in real time
     * @return false when the limit has passed before
     */
    boolean runAll(Duration limit) throws InterruptedException;

    /**
     * Moves time to the next timer and queues what it holds.
     *
     * @param notAfter timers later than this stay where they are
     * @return false when there is none; time has not moved then
     */
    boolean fireNext(Instant notAfter);

    /**
     * Queues the work that is held back and comes first, without moving time: it was due before and only delayed so that
     * somebody else may come first.
     *
     * @param notAfter work that is held back for longer stays where it is
     * @return false when there is none
     */
    boolean releaseRetry(Instant notAfter);
}
