package io.kubejar.core.loop;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads below loops: every loop is a queue that at most one of them drains. Who sets timers, and by which time, is up to the {@link Alarm} that a loop is made with.
 */
final class LoopThreads {
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);
    private static final long LOOK_MILLIS = 20; // how often somebody who waits looks whether these are closed

    /** Sets timers for loops. */
    @FunctionalInterface
    interface Alarm {
        /** Queues the task on the loop once the delay, which is positive, has passed. */
        Timer set(Loop loop, Duration delay, boolean retry, String what, Runnable task);
    }

    private final String name;
    private final BiConsumer<String, Throwable> onFault;
    private final SharedThreads threads;
    private final AtomicLong running = new AtomicLong();
    private final Set<SerialLoop> busy = ConcurrentHashMap.newKeySet();

    private final List<SerialLoop> held = new ArrayList<>(); // guarded by itself
    private boolean holding; // guarded by held

    private final ReentrantLock idleLock = new ReentrantLock();
    private final Condition idle = idleLock.newCondition();

    private final ReentrantLock inUseLock = new ReentrantLock();
    private final Condition fewerInUse = inUseLock.newCondition();
    private final Set<Thread> inUse =
            new HashSet<>(); // guarded by inUseLock; threads that do something for these loops
    private volatile boolean closed;
    private final AtomicBoolean left = new AtomicBoolean();

    /**
     * Threads whose names begin so.
     *
     * @param onFault told a loop's name and what its task threw
     * @param other whose threads are used too; null for new ones
     */
    LoopThreads(String name, BiConsumer<String, Throwable> onFault, @Nullable LoopThreads other) {
        this.name = name;
        this.onFault = onFault;
        SharedThreads shared = other == null ? null : other.threads.share();
        this.threads = shared == null ? new SharedThreads(name) : shared;
    }

    /** Those of other loops; null when these have none. */
    static @Nullable LoopThreads of(@Nullable Loops loops) {
        return loops instanceof LiveLoops live
                ? live.threads()
                : loops instanceof VirtualLoops virtual ? virtual.threads() : null;
    }

    /** Runs something that goes on until these are closed, on a thread of its own. */
    void start(String what, Runnable task) {
        threads.execute(new Use(name + "-" + what, task));
    }

    /** Some work on one of the threads, which is named after it. */
    private final class Use implements Runnable {
        private final String threadName;
        private final Runnable task;

        Use(String threadName, Runnable task) {
            this.threadName = threadName;
            this.task = task;
        }

        @Override
        public void run() {
            use(threadName, task);
        }
    }

    private void use(String threadName, Runnable task) {
        Thread thread = Thread.currentThread();
        if (!thread.getName().equals(threadName)) { // naming it anew is a system call
            thread.setName(threadName);
        }
        inUseLock.lock();
        try {
            inUse.add(thread);
        } finally {
            inUseLock.unlock();
        }
        try {
            task.run();
        } finally {
            inUseLock.lock();
            try {
                inUse.remove(thread);
                fewerInUse.signalAll();
            } finally {
                inUseLock.unlock();
            }
        }
    }

    Loop loop(String loopName, Alarm alarm) {
        return new SerialLoop(loopName, alarm);
    }

    boolean isClosed() {
        return closed;
    }

    /** Holds back loops that have nothing to do yet; gives what lets them go. */
    Held hold() {
        synchronized (held) {
            holding = true;
        }
        return new HeldLoops();
    }

    /** Lets a thread drain the loop, unless it is held back. */
    private void submit(SerialLoop loop) {
        synchronized (held) {
            if (holding) {
                held.add(loop);
                return;
            }
        }
        threads.execute(new Use(loop.threadName, loop));
    }

    /** Tasks that are queued or running. */
    long running() {
        return running.get();
    }

    /** The loops that have such tasks, and what they are doing. */
    List<String> busy() {
        List<String> names = new ArrayList<>();
        busy.forEach(loop -> names.add(loop.doing.describe()));
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
        boolean interrupted = false;
        try {
            awaitUnused();
        } catch (InterruptedException e) {
            interrupted = true; // they are left all the same
        }
        try {
            if (!left.getAndSet(true)) {
                threads.leave(CLOSE_WAIT);
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What still runs after a while is interrupted. A loop that closes does not wait for itself. */
    private void awaitUnused() throws InterruptedException {
        long nanos = CLOSE_WAIT.toNanos();
        inUseLock.lock();
        try {
            while (isInUseByOthers() && nanos > 0) {
                nanos = fewerInUse.awaitNanos(nanos);
            }
            if (isInUseByOthers()) {
                inUse.stream()
                        .filter(thread -> thread != Thread.currentThread())
                        .forEach(Thread::interrupt);
            }
        } finally {
            inUseLock.unlock();
        }
    }

    private boolean isInUseByOthers() {
        return inUse.size() > (inUse.contains(Thread.currentThread()) ? 1 : 0);
    }

    /** The loops that have been held back since the last call of {@link #hold()}. */
    private final class HeldLoops implements Held {
        private final CountDownLatch released = new CountDownLatch(1);
        private volatile CountDownLatch waiting = new CountDownLatch(0); // loops that have yet to do what was held back

        /** To wake a thread for each of many loops takes longer than to put a cluster together: one of them wakes the others. */
        @Override
        public void release() {
            List<SerialLoop> all;
            synchronized (held) {
                holding = false;
                all = List.copyOf(held);
                held.clear();
            }
            waiting = new CountDownLatch(all.size());
            all.forEach(loop -> loop.execute(waiting::countDown));
            released.countDown();
            try {
                start("begin", () -> all.forEach(SerialLoop::begin));
            } catch (RejectedExecutionException e) {
                // closed in between
            }
        }

        @Override
        public void awaitBegun() throws InterruptedException {
            while (!closed
                    && !(released.await(LOOK_MILLIS, MILLISECONDS) && waiting.await(LOOK_MILLIS, MILLISECONDS))) {
                // closed loops drop what they have: nobody counts down then
            }
        }
    }

    /** One queue; on the pool while there is something in it. */
    private final class SerialLoop implements Loop, Runnable {
        private final String loopName;
        private final String threadName;
        private final Alarm alarm;
        private final Queue<Runnable> queue = new ArrayDeque<>(); // guarded by itself
        private final Doing doing;
        private boolean draining; // guarded by queue

        SerialLoop(String loopName, Alarm alarm) {
            this.loopName = loopName;
            this.threadName = name + "-" + loopName;
            this.alarm = alarm;
            this.doing = new Doing(loopName);
        }

        @Override
        public void tell(Supplier<String> told) {
            doing.tell(told);
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
                begin();
            }
        }

        private void begin() {
            try {
                submit(this);
            } catch (RejectedExecutionException e) { // closed in between
                busy.remove(this);
            }
        }

        /** Does what is there, on a thread. */
        @Override
        public void run() {
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
