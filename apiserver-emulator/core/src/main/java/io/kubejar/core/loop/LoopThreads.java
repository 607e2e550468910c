package io.kubejar.core.loop;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

/**
 * The threads below loops: every loop is a queue that at most one thread of a shared pool drains. Threads come with work
 * and go after a while without. Who sets timers, and by which time, is up to the {@link Alarm} that a loop is made with.
 */
final class LoopThreads {
    private static final long IDLE_THREAD_SECONDS = 5;
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

    /** Sets timers for loops. */
    @FunctionalInterface
    interface Alarm {
        /** Queues the task on the loop once the delay, which is positive, has passed. */
        Timer set(Loop loop, Duration delay, boolean retry, String what, Runnable task);
    }

    private final String name;
    private final BiConsumer<String, Throwable> onFault;
    private final ExecutorService pool;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final AtomicLong running = new AtomicLong();
    private final AtomicLong threadNumbers = new AtomicLong();
    private final Set<SerialLoop> busy = ConcurrentHashMap.newKeySet();

    private final ReentrantLock idleLock = new ReentrantLock();
    private final Condition idle = idleLock.newCondition();
    private volatile boolean closed;

    /** Threads whose names begin so; what a task throws is told with its loop's name. */
    LoopThreads(String name, BiConsumer<String, Throwable> onFault) {
        this.name = name;
        this.onFault = onFault;
        this.pool = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_THREAD_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> daemon(task, name + "-" + threadNumbers.incrementAndGet()));
    }

    /** A thread that {@link #close} waits for; not started. */
    Thread daemon(Runnable task, String threadName) {
        Thread thread = new Thread(task, threadName);
        thread.setDaemon(true);
        threads.removeIf(one -> one.getState() == Thread.State.TERMINATED);
        threads.add(thread);
        return thread;
    }

    Loop loop(String loopName, Alarm alarm) {
        return new SerialLoop(loopName, alarm);
    }

    boolean isClosed() {
        return closed;
    }

    /** Tasks that are queued or running. */
    long running() {
        return running.get();
    }

    /** Names of the loops that have such tasks. */
    List<String> busy() {
        List<String> names = new ArrayList<>();
        busy.forEach(loop -> names.add(loop.name()));
        return names;
    }

    /** Waits until no task is queued or running, or the limit has passed; true when it came to that. */
    boolean awaitIdle(Duration limit) throws InterruptedException {
        long nanos = limit.toNanos();
        idleLock.lock();
        try {
            while (running.get() > 0 && nanos > 0) {
                nanos = idle.awaitNanos(nanos);
            }
            return running.get() == 0;
        } finally {
            idleLock.unlock();
        }
    }

    private void taskDone() {
        if (running.decrementAndGet() == 0) {
            idleLock.lock();
            try {
                idle.signalAll();
            } finally {
                idleLock.unlock();
            }
        }
    }

    /** From now on tasks are dropped; does not wait. */
    void closing() {
        closed = true;
    }

    /** Drops what is queued and waits for what runs. */
    void close() {
        closing();
        pool.shutdown();
        try {
            boolean inside = threads.contains(Thread.currentThread()); // a loop that closes must not wait for itself
            if (!inside && !pool.awaitTermination(CLOSE_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
                pool.shutdownNow();
            }
            for (Thread thread : threads) {
                if (thread != Thread.currentThread()) {
                    thread.join(CLOSE_WAIT.toMillis()); // one that was never started is not waited for
                }
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** One queue; on the pool while there is something in it. */
    private final class SerialLoop implements Loop {
        private final String loopName;
        private final String threadName;
        private final Alarm alarm;
        private final Queue<Runnable> queue = new ArrayDeque<>(); // guarded by itself
        private boolean draining; // guarded by queue

        SerialLoop(String loopName, Alarm alarm) {
            this.loopName = loopName;
            this.threadName = name + "-" + loopName;
            this.alarm = alarm;
        }

        @Override
        public String name() {
            return loopName;
        }

        @Override
        public void execute(Runnable task) {
            if (closed) {
                return;
            }
            running.incrementAndGet();
            boolean start;
            synchronized (queue) {
                queue.add(task);
                start = !draining;
                draining = true;
            }
            if (start) {
                busy.add(this);
                try {
                    pool.execute(this::drain);
                } catch (RejectedExecutionException e) { // closed in between
                    busy.remove(this);
                }
            }
        }

        private void drain() {
            Thread thread = Thread.currentThread();
            if (!thread.getName().equals(threadName)) { // naming it anew is a system call
                thread.setName(threadName);
            }
            while (true) {
                Runnable task;
                synchronized (queue) {
                    task = closed ? null : queue.poll();
                    if (task == null) {
                        draining = false;
                        busy.remove(this);
                        return;
                    }
                }
                try {
                    task.run();
                } catch (RuntimeException | Error e) {
                    onFault.accept(loopName, e);
                } finally {
                    taskDone();
                }
            }
        }

        @Override
        public Timer after(Duration delay, String what, Runnable task) {
            return set(delay, false, what, task);
        }

        @Override
        public Timer retryAfter(Duration delay, String what, Runnable task) {
            return set(delay, true, what, task);
        }

        private Timer set(Duration delay, boolean retry, String what, Runnable task) {
            if (delay.isZero() || delay.isNegative()) {
                execute(task);
                return () -> {};
            }
            return alarm.set(this, delay, retry, loopName + ": " + what, task);
        }
    }
}
