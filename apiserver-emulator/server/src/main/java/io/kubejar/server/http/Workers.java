package io.kubejar.server.http;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A bounded number of threads that come with work, prefer to be used again, and go after a while without. */
final class Workers {
    private static final long IDLE_SECONDS = 10;

    private final int most;
    private final ExecutorService pool;
    private final Queue<Runnable> waiting = new ArrayDeque<>(); // guarded by this
    private int active; // guarded by this
    private boolean closed; // guarded by this

    Workers(String name, int most) {
        this.most = most;
        this.pool = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                new DefaultThreadFactory(name, true));
    }

    /** Runs a task, which must not throw, as soon as a thread is free. Throws {@link RejectedExecutionException} when closed. */
    void execute(Runnable task) {
        synchronized (this) {
            if (closed) {
                throw new RejectedExecutionException("the server is closed");
            }
            waiting.add(task);
            if (active == most) {
                return;
            }
            active++;
        }
        pool.execute(this::drain);
    }

    private void drain() {
        while (true) {
            Runnable task;
            synchronized (this) {
                task = waiting.poll();
                if (task == null) {
                    active--;
                    return;
                }
            }
            task.run();
        }
    }

    /** Takes no more tasks, and waits for those that it has; after the time they are interrupted. */
    void close(Duration patience) {
        synchronized (this) {
            closed = true;
        }
        pool.shutdown();
        try {
            if (!pool.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
