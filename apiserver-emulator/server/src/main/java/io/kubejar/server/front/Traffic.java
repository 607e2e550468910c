package io.kubejar.server.front;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** When requests come from outside. Thread-safe. */
final class Traffic {
    private static final long MOMENT_NANOS = 2_000_000;
    private static final int MOMENTS_MAX = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition came = lock.newCondition();
    private long requests; // guarded by lock

    /** A request has come. */
    void arrived() {
        lock.lock();
        try {
            requests++;
            came.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for so long; false as soon as a request comes meanwhile. On a machine that is too busy to keep time, clients
     * are held up as well: moments that took much longer than they should do not count.
     */
    boolean isQuietFor(Duration period) throws InterruptedException {
        long left = period.toNanos();
        lock.lock();
        try {
            long seen = requests;
            for (int moments = 0; seen == requests && left > 0 && moments < MOMENTS_MAX; moments++) {
                long over = MOMENT_NANOS;
                while (over > 0 && seen == requests) {
                    over = came.awaitNanos(over);
                }
                if (over > -MOMENT_NANOS) {
                    left -= MOMENT_NANOS;
                }
            }
            return seen == requests;
        } finally {
            lock.unlock();
        }
    }
}
