package io.kubejar.cluster;

import io.kubejar.core.loop.Loop;
import io.kubejar.core.loop.Loops;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks on loops of a cluster, which therefore knows of them. On threads each task has a loop of its own, for it may
 * wait for another one; on one thread all share one, and no other thread may hand in tasks.
 */
final class LoopExecutor extends AbstractExecutorService {
    private static final Logger LOG = LoggerFactory.getLogger(LoopExecutor.class);

    private final Loops loops;
    private final Supplier<Loop> next;
    /** The only thread of a seeded cluster. */
    private final Thread owner = Thread.currentThread();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int waiting; // guarded by lock
    private int running; // guarded by lock
    private boolean shutdown; // guarded by lock

    /** Runs tasks on these loops, which it closes in the end. */
    LoopExecutor(Loops loops, String name) {
        this.loops = loops;
        Loop shared = loops.loop(name);
        next = loops.runsByItself() ? () -> loops.loop(name) : () -> shared;
    }

    @Override
    public void execute(Runnable task) {
        if (!loops.runsByItself()) {
            requireOwner();
        }
        lock.lock();
        try {
            if (shutdown) {
                throw new RejectedExecutionException("the executor is shut down");
            }
            waiting++;
        } finally {
            lock.unlock();
        }
        next.get().execute(() -> run(task));
    }

    private void requireOwner() {
        Thread caller = Thread.currentThread();
        if (caller != owner) {
            String why = "a seeded cluster has one thread, " + owner.getName()
                    + ", and timers of clients (resync, retries,"
                    + " leader election, watching again) do not run there; refused what came from " + caller.getName();
            LOG.warn(why);
            throw new RejectedExecutionException(why);
        }
    }

    private void run(Runnable task) {
        count(-1, 1);
        try {
            task.run();
        } finally {
            count(0, -1);
        }
    }

    private void count(int moreWaiting, int moreRunning) {
        lock.lock();
        try {
            waiting += moreWaiting;
            running += moreRunning;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void shutdown() {
        lock.lock();
        try {
            shutdown = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Also drops what has not begun; what is dropped is not told. */
    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        loops.close();
        lock.lock();
        try {
            waiting = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        lock.lock();
        try {
            return shutdown;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isTerminated() {
        lock.lock();
        try {
            return isDone();
        } finally {
            lock.unlock();
        }
    }

    private boolean isDone() {
        return shutdown && waiting <= 0 && running == 0;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        long left = Duration.of(timeout, unit.toChronoUnit()).toNanos();
        lock.lock();
        try {
            while (!isDone() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return isDone();
        } finally {
            lock.unlock();
        }
    }
}
