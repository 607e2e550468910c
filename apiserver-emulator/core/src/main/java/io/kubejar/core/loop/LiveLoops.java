package io.kubejar.core.loop;

import io.kubejar.core.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
 * Loops on threads: every loop is a queue that at most one thread of a shared pool drains; one more thread waits for
 * timers. Threads come with work and go after a while without.
 */
public final class LiveLoops implements Loops {
    private static final long IDLE_THREAD_SECONDS = 5;
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

    private final Clock clock;
    private final String name;
    private final BiConsumer<String, Throwable> onFault;
    private final ExecutorService pool;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final AtomicLong running = new AtomicLong();
    private final AtomicLong threadNumbers = new AtomicLong();
    private final Set<SerialLoop> busy = ConcurrentHashMap.newKeySet();

    private final ReentrantLock idleLock = new ReentrantLock();
    private final Condition idle = idleLock.newCondition();

    private final ReentrantLock timerLock = new ReentrantLock();
    private final Condition timersChanged = timerLock.newCondition();
    private final TimerQueue timers = new TimerQueue();
    private volatile boolean closed;

    /**
     * Starts the timer thread.
     *
     * @param name what the threads' names begin with
     * @param clock the clock that timers go by; must move by itself
     * @param onFault told the loop's name and what a task threw; the loop goes on
     */
    public LiveLoops(String name, Clock clock, BiConsumer<String, Throwable> onFault) {
        this.name = name;
        this.clock = clock;
        this.onFault = onFault;
        this.pool = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_THREAD_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> daemon(task, name + "-" + threadNumbers.incrementAndGet()));
        daemon(this::fireTimers, name + "-timers").start();
    }

    private Thread daemon(Runnable task, String threadName) {
        Thread thread = new Thread(task, threadName);
        thread.setDaemon(true);
        threads.removeIf(one -> one.getState() == Thread.State.TERMINATED);
        threads.add(thread);
        return thread;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public Loop loop(String loopName) {
        return new SerialLoop(loopName);
    }

    @Override
    public Activity activity() {
        List<String> names = new ArrayList<>();
        busy.forEach(loop -> names.add(loop.name()));
        timerLock.lock();
        try {
            return new Activity(running.get(), names, timers.nextRetry(), timers.next());
        } finally {
            timerLock.unlock();
        }
    }

    /**
     * Waits until no task is queued or running, or the limit has passed; true when it came to that. Work that comes from
     * outside the loops may begin again at once.
     */
    public boolean awaitIdle(Duration limit) throws InterruptedException {
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

    /** Waits until a timer that was due at the given time has begun its task, or the limit has passed. */
    public void awaitTimers(Instant due, Duration limit) throws InterruptedException {
        Instant end = clock.now().plus(limit);
        timerLock.lock();
        try {
            Instant next = timers.nextRetry();
            while (!closed && next != null && !next.isAfter(due) && clock.now().isBefore(end)) {
                long nanos = Duration.between(clock.now(), due).toNanos();
                timersChanged.await(Math.max(nanos, 50_000), TimeUnit.NANOSECONDS);
                next = timers.nextRetry();
            }
        } finally {
            timerLock.unlock();
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

    @Override
    public void close() {
        closed = true;
        timerLock.lock();
        try {
            timers.clear();
            timersChanged.signalAll();
        } finally {
            timerLock.unlock();
        }
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

    private void fireTimers() {
        timerLock.lock();
        try {
            while (!closed) {
                TimerQueue.Entry due = timers.poll(clock.now());
                Instant next = timers.next();
                if (due != null) {
                    due.fire.run(); // only queues on a loop
                } else if (next == null) {
                    timersChanged.await();
                } else {
                    timersChanged.await(Duration.between(clock.now(), next).toNanos(), TimeUnit.NANOSECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            timerLock.unlock();
        }
    }

    private Timer schedule(Loop loop, Duration delay, boolean retry, String what, Runnable task) {
        if (delay.isZero() || delay.isNegative()) {
            loop.execute(task);
            return () -> {};
        }
        timerLock.lock();
        try {
            TimerQueue.Entry entry = timers.add(clock.now().plus(delay), retry, what, () -> loop.execute(task));
            timersChanged.signalAll();
            return () -> {
                timerLock.lock();
                try {
                    timers.remove(entry);
                } finally {
                    timerLock.unlock();
                }
            };
        } finally {
            timerLock.unlock();
        }
    }

    /** One queue; on the pool while there is something in it. */
    private final class SerialLoop implements Loop {
        private final String loopName;
        private final Queue<Runnable> queue = new ArrayDeque<>(); // guarded by itself
        private boolean draining; // guarded by queue

        SerialLoop(String loopName) {
            this.loopName = loopName;
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
            thread.setName(name + "-" + loopName);
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
            return schedule(this, delay, false, loopName + ": " + what, task);
        }

        @Override
        public Timer retryAfter(Duration delay, String what, Runnable task) {
            return schedule(this, delay, true, loopName + ": " + what, task);
        }
    }
}
