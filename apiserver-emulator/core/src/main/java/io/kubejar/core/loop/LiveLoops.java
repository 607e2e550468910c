package io.kubejar.core.loop;

import io.kubejar.core.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Loops on threads: every loop is a queue that at most one thread of a shared pool drains; one more thread waits for
 * timers. Threads come with work and go after a while without.
 */
public final class LiveLoops implements Loops {
    private final Clock clock;
    private final LoopThreads threads;

    private final ReentrantLock timerLock = new ReentrantLock();
    private final Condition timersChanged = timerLock.newCondition();
    private final TimerQueue timers = new TimerQueue();
    private final Timing timing = new Timing();

    /**
     * Starts the timer thread.
     *
     * @param name what the threads' names begin with
     * @param clock the clock that timers go by; must move by itself
     * @param onFault told the loop's name and what a task threw; the loop goes on
     */
    public LiveLoops(String name, Clock clock, BiConsumer<String, Throwable> onFault) {
        this(name, clock, onFault, null);
    }

    /**
     * Like {@link #LiveLoops(String, Clock, BiConsumer)}, on the same threads as other loops.
     *
     * @param others whose threads these use too, if they have any; they may be closed before these or after
     */
    public LiveLoops(String name, Clock clock, BiConsumer<String, Throwable> onFault, @Nullable Loops others) {
        this.clock = clock;
        threads = new LoopThreads(name, onFault, LoopThreads.of(others));
        threads.start("timers", timing);
    }

    LoopThreads threads() {
        return threads;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public Loop loop(String loopName) {
        return threads.loop(loopName, timing);
    }

    @Override
    public Activity activity() {
        timerLock.lock();
        try {
            return new Activity(threads.running(), threads.busy(), timers.nextRetry(), timers.next());
        } finally {
            timerLock.unlock();
        }
    }

    /**
     * Waits until no task is queued or running, or the limit has passed; true when it came to that. Work that comes from
     * outside the loops may begin again at once.
     */
    public boolean awaitIdle(Duration limit) throws InterruptedException {
        return threads.awaitIdle(limit);
    }

    /** Waits until a timer that was due at the given time has begun its task, or the limit has passed. */
    public void awaitTimers(Instant due, Duration limit) throws InterruptedException {
        Instant end = clock.now().plus(limit);
        timerLock.lock();
        try {
            Due next = timers.nextRetry();
            while (!threads.isClosed()
                    && next != null
                    && !next.at().isAfter(due)
                    && clock.now().isBefore(end)) {
                long nanos = Duration.between(clock.now(), due).toNanos();
                timersChanged.await(Math.max(nanos, 50_000), TimeUnit.NANOSECONDS);
                next = timers.nextRetry();
            }
        } finally {
            timerLock.unlock();
        }
    }

    @Override
    public boolean runsByItself() {
        return true;
    }

    @Override
    public Held hold() {
        return threads.hold();
    }

    @Override
    public void runUntil(BooleanSupplier done) {
        // the threads do
    }

    @Override
    public void close() {
        threads.closing();
        timerLock.lock();
        try {
            timers.clear();
            timersChanged.signalAll();
        } finally {
            timerLock.unlock();
        }
        threads.close();
    }

    private void fireTimers() {
        timerLock.lock();
        try {
            while (!threads.isClosed()) {
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

    /** What runs on the timer thread, and what sets timers for it. */
    private final class Timing implements Runnable, LoopThreads.Alarm {
        @Override
        public void run() {
            fireTimers();
        }

        @Override
        public Timer set(Loop loop, Duration delay, boolean retry, String what, Runnable task) {
            return schedule(loop, delay, retry, what, task);
        }
    }

    private Timer schedule(Loop loop, Duration delay, boolean retry, String what, Runnable task) {
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
}
