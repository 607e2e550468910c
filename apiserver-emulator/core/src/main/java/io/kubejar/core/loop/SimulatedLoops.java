package io.kubejar.core.loop;

import io.kubejar.core.time.Clock;
import io.kubejar.core.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Loops on nobody's thread: nothing runs until the owner says so, then everything runs on the owner's thread. Time stands
 * still until it is moved, and moving it runs what is due on the way, in order.
 *
 * <p>Not thread-safe: one thread owns the whole simulation.
 */
public final class SimulatedLoops implements Loops {
    private static final int TASKS_PER_SETTLE_MAX = 10_000_000;

    private record Task(String loop, Runnable run) {}

    private final ManualClock clock;
    private final Queue<Task> queue = new ArrayDeque<>();
    private final TimerQueue timers = new TimerQueue();

    /** Stands at the given instant. */
    public SimulatedLoops(Instant start) {
        clock = new ManualClock(start);
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public Loop loop(String name) {
        return new QueuedLoop(name);
    }

    @Override
    public Activity activity() {
        List<String> names = new ArrayList<>();
        queue.forEach(task -> names.add(task.loop()));
        return new Activity(queue.size(), names, timers.nextRetry(), timers.next());
    }

    /** Runs one queued task; false when there is none. What it throws goes through to the caller. */
    public boolean step() {
        Task task = queue.poll();
        if (task == null) {
            return false;
        }
        task.run().run();
        return true;
    }

    /** Runs until nothing is queued; gives how many tasks ran. Time does not move. */
    public int runUntilIdle() {
        int ran = 0;
        while (step()) {
            ran++;
            if (ran > TASKS_PER_SETTLE_MAX) {
                throw new IllegalStateException(
                        "the loops do not come to rest; next is " + activity().busy());
            }
        }
        return ran;
    }

    /** Moves time by the duration, running each timer at its own instant and settling after each. */
    public void advance(Duration duration) {
        Instant end = clock.now().plus(duration);
        runUntilIdle();
        for (Instant next = timers.next(); next != null && !next.isAfter(end); next = timers.next()) {
            clock.moveTo(next);
            TimerQueue.Entry due = timers.poll(clock.now());
            if (due != null) {
                due.fire.run();
            }
            runUntilIdle();
        }
        clock.moveTo(end);
    }

    /** When the next timer is due; null when there is none. */
    public @Nullable Instant nextTimer() {
        return timers.next();
    }

    @Override
    public void close() {
        queue.clear();
        timers.clear();
    }

    private final class QueuedLoop implements Loop {
        private final String name;

        QueuedLoop(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void execute(Runnable task) {
            queue.add(new Task(name, task));
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
            TimerQueue.Entry entry =
                    timers.add(clock.now().plus(delay), retry, name + ": " + what, () -> execute(task));
            return () -> timers.remove(entry);
        }
    }
}
