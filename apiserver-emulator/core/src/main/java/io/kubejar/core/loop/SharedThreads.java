package io.kubejar.core.loop;

import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Threads that come with work and go after a while without. Several may use the same ones, such as a cluster and its
 * copies: to start a thread takes longer than to wake one. They end with the last who uses them. Thread-safe.
 */
final class SharedThreads {
    private static final long IDLE_THREAD_SECONDS = 5;

    private final ThreadPoolExecutor pool;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final AtomicLong numbers = new AtomicLong();
    private int users = 1; // guarded by this

    /** New ones, whose names begin so, for one user. */
    SharedThreads(String name) {
        pool = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_THREAD_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                new Daemons(name));
    }

    /** Daemons, numbered. A class, as all on the way to a first put: the first lambda of a JVM takes it some milliseconds. */
    private final class Daemons implements ThreadFactory {
        private final String name;

        Daemons(String name) {
            this.name = name;
        }

        @Override
        public Thread newThread(Runnable task) {
            Thread thread = new Thread(task, name + "-" + numbers.incrementAndGet());
            thread.setDaemon(true);
            forgetEnded();
            threads.add(thread);
            return thread;
        }
    }

    private void forgetEnded() {
        for (Iterator<Thread> each = threads.iterator(); each.hasNext(); ) {
            if (each.next().getState() == Thread.State.TERMINATED) {
                each.remove();
            }
        }
    }

    /** These, for one more user; null when the last one has gone already. */
    synchronized @Nullable SharedThreads share() {
        if (users == 0) {
            return null;
        }
        users++;
        return this;
    }

    /**
     * Runs something on one of them.
     *
     * @throws RejectedExecutionException when the last user has gone
     */
    void execute(Runnable task) {
        pool.execute(task);
    }

    /** One user goes. With the last one they end, which is waited for, but for the thread that this is called on. */
    void leave(Duration limit) throws InterruptedException {
        synchronized (this) {
            if (--users > 0) {
                return;
            }
        }
        pool.shutdown();
        try {
            boolean inside = threads.contains(Thread.currentThread()); // who closes must not wait for itself
            if (!inside && !pool.awaitTermination(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                pool.shutdownNow();
            }
            for (Thread thread : threads) {
                if (thread != Thread.currentThread()) {
                    thread.join(limit.toMillis()); // one that was never started is not waited for
                }
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            throw e;
        }
    }
}
