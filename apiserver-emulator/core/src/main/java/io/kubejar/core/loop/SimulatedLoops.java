package io.kubejar.core.loop;

import io.kubejar.core.time.ManualClock;
import io.kubejar.core.time.SystemClock;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Loops on nobody's thread: nothing runs until the owner says so, then everything runs on the owner's thread. Time stands
 * still until it is moved, and moving it runs what is due on the way, in order.
 *
 * <p>Tasks of one loop run in the order in which they were handed in. Among loops, {@link Turns} decide: the same turns, the
 * same order; other turns, another order that threads might have taken as well.
 *
 * <p>Not thread-safe: one thread owns the whole simulation.
 */
public final class SimulatedLoops implements SteppedLoops {
    private static final int TASKS_PER_SETTLE_MAX = 10_000_000;
    private static final int TASKS_PER_LOOK = 256; // so often somebody looks at the real clock

    private final ManualClock clock;
    private final Turns turns;
    /** Loops that have work; whose first task came first stands first. */
    private final List<QueuedLoop> waiting = new ArrayList<>();

    /** Their names, as they stand there. */
    private final List<String> names = new AbstractList<>() {
        @Override
        public String get(int index) {
            return waiting.get(index).name;
        }

        @Override
        public int size() {
            return waiting.size();
        }
    };

    private final BiConsumer<String, Throwable> onFault;
    private final TimerQueue timers = new TimerQueue();
    private boolean inside;
    private long arrivals;

    /** Stands at the given instant; tasks run in the order in which they came, and what they throw goes to the caller. */
    public SimulatedLoops(Instant start) {
        this(start, Turns.IN_ORDER, SimulatedLoops::toCaller);
    }

    /**
     * Stands at the given instant.
     *
     * @param turns picks the loop whose turn it is
     * @param onFault told the loop's name and what a task threw; the loop goes on
     */
    public SimulatedLoops(Instant start, Turns turns, BiConsumer<String, Throwable> onFault) {
        clock = new ManualClock(start);
        this.turns = turns;
        this.onFault = onFault;
    }

    private static void toCaller(String loop, Throwable fault) {
        if (fault instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) fault;
    }

    @Override
    public ManualClock clock() {
        return clock;
    }

    @Override
    public Loop loop(String name) {
        return new QueuedLoop(name);
    }

    @Override
    public Activity activity() {
        int tasks = waiting.stream().mapToInt(loop -> loop.queue.size()).sum();
        List<String> busy = waiting.stream().map(loop -> loop.doing.describe()).toList();
        return new Activity(tasks, busy, timers.nextRetry(), timers.next());
    }

    /** Runs one queued task; false when there is none. */
    public boolean step() {
        if (waiting.isEmpty()) {
            return false;
        }
        QueuedLoop loop = waiting.remove(waiting.size() == 1 ? 0 : turns.next(names));
        Runnable task = loop.take();
        boolean before = inside;
        inside = true;
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            onFault.accept(loop.name, e);
        } finally {
            inside = before;
        }
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

    @Override
    public boolean runAll(Duration limit) {
        long end = SystemClock.INSTANCE.nanos() + limit.toNanos(); // it is somebody out there who waits
        for (long ran = 1; step(); ran++) {
            if (ran % TASKS_PER_LOOK == 0 && SystemClock.INSTANCE.nanos() - end > 0) {
                return waiting.isEmpty();
            }
        }
        return true;
    }

    @Override
    public boolean runsByItself() {
        return false;
    }

    /** Within a task nothing else is run: tasks do not nest. */
    @Override
    public void runUntil(BooleanSupplier done) {
        while (!inside && !done.getAsBoolean()) {
            if (!step()) {
                return;
            }
        }
    }

    /** Moves time by the duration, running each timer at its own instant and settling after each. */
    public void advance(Duration duration) {
        Instant end = clock.now().plus(duration);
        runUntilIdle();
        while (fireNext(end)) {
            runUntilIdle();
        }
        clock.moveTo(end);
    }

    @Override
    public boolean fireNext(Instant notAfter) {
        TimerQueue.Entry due = timers.poll(notAfter);
        if (due == null) {
            return false;
        }
        clock.moveTo(due.due);
        due.fire.run();
        return true;
    }

    @Override
    public boolean releaseRetry(Instant notAfter) {
        TimerQueue.Entry due = timers.pollRetry(notAfter);
        if (due == null) {
            return false;
        }
        due.fire.run();
        return true;
    }

    /** When the next timer is due; null when there is none. */
    public @Nullable Instant nextTimer() {
        return timers.next();
    }

    @Override
    public void close() {
        waiting.forEach(loop -> loop.queue.clear());
        waiting.clear();
        timers.clear();
    }

    private record Task(long number, Runnable run) {}

    private void enqueue(QueuedLoop loop) {
        long number = loop.queue.element().number();
        int at = waiting.size();
        while (at > 0 && waiting.get(at - 1).queue.element().number() > number) {
            at--;
        }
        waiting.add(at, loop);
    }

    private final class QueuedLoop implements Loop {
        private final String name;
        private final Doing doing;
        private final Queue<Task> queue = new ArrayDeque<>();

        QueuedLoop(String name) {
            this.name = name;
            this.doing = new Doing(name);
        }

        @Override
        public void tell(Supplier<String> told) {
            doing.tell(told);
        }

        @Override
        public String name() {
            return name;
        }

        private Runnable take() {
            Runnable task = queue.remove().run();
            if (!queue.isEmpty()) {
                enqueue(this);
            }
            return task;
        }

        @Override
        public void execute(Runnable task) {
            queue.add(new Task(arrivals++, task));
            if (queue.size() == 1) {
                enqueue(this);
            }
        }

        @Override
        public boolean again() {
            return turns.again(name);
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
