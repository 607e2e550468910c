package io.kubejar.core.loop;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Loops on nobody's thread: nothing runs until the owner says so, then everything runs on the owner's thread. Time stands
 * still until it is moved, and moving it runs what is due on the way, in order.
 *
 * <p>Tasks of one loop run in the order in which they were handed in. Among loops, either the order is that of all tasks,
 * or chance picks the next loop: one seed, one order; another seed, another order that threads might have taken as well.
 *
 * <p>Not thread-safe: one thread owns the whole simulation.
 */
public final class SimulatedLoops implements SteppedLoops {
    private static final int TASKS_PER_SETTLE_MAX = 10_000_000;

    private final ManualClock clock;
    private final Order order;
    private final BiConsumer<String, Throwable> onFault;
    private final TimerQueue timers = new TimerQueue();
    private boolean inside;

    /** Stands at the given instant; tasks run in the order in which they came, and what they throw goes to the caller. */
    public SimulatedLoops(Instant start) {
        this(start, null, SimulatedLoops::toCaller);
    }

    /**
     * Stands at the given instant.
     *
     * @param chance picks the loop whose turn it is; null for the order in which tasks came
     * @param onFault told the loop's name and what a task threw; the loop goes on
     */
    public SimulatedLoops(Instant start, @Nullable Chance chance, BiConsumer<String, Throwable> onFault) {
        clock = new ManualClock(start);
        order = new Order(chance);
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
        return new Activity(order.size(), order.names(), timers.nextRetry(), timers.next());
    }

    /** Runs one queued task; false when there is none. */
    public boolean step() {
        QueuedLoop loop = order.next();
        if (loop == null) {
            return false;
        }
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
        runUntilIdle();
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
        order.clear();
        timers.clear();
    }

    /** Whose turn it is. With chance each waiting loop stands here once, else once for each of its tasks. */
    private static final class Order {
        private final @Nullable Chance chance;
        private final Queue<QueuedLoop> arrivals = new ArrayDeque<>();
        private final List<QueuedLoop> waiting = new ArrayList<>();

        Order(@Nullable Chance chance) {
            this.chance = chance;
        }

        void arrived(QueuedLoop loop) {
            if (chance == null) {
                arrivals.add(loop);
            } else if (loop.queue.size() == 1) {
                waiting.add(loop);
            }
        }

        @Nullable
        QueuedLoop next() {
            if (chance == null) {
                return arrivals.poll();
            }
            if (waiting.isEmpty()) {
                return null;
            }
            int index = waiting.size() == 1 ? 0 : chance.below(waiting.size());
            QueuedLoop loop = waiting.get(index);
            if (loop.queue.size() == 1) { // its last one; the gap is filled from the end
                QueuedLoop last = waiting.remove(waiting.size() - 1);
                if (last != loop) {
                    waiting.set(index, last);
                }
            }
            return loop;
        }

        int size() {
            int tasks = arrivals.size();
            for (QueuedLoop loop : waiting) {
                tasks += loop.queue.size();
            }
            return tasks;
        }

        List<String> names() {
            List<String> names = new ArrayList<>();
            arrivals.forEach(loop -> names.add(loop.name));
            waiting.forEach(loop -> names.add(loop.name));
            return names;
        }

        void clear() {
            arrivals.forEach(loop -> loop.queue.clear());
            waiting.forEach(loop -> loop.queue.clear());
            arrivals.clear();
            waiting.clear();
        }
    }

    private final class QueuedLoop implements Loop {
        private final String name;
        private final Queue<Runnable> queue = new ArrayDeque<>();

        QueuedLoop(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        private Runnable take() {
            return queue.remove();
        }

        @Override
        public void execute(Runnable task) {
            queue.add(task);
            order.arrived(this);
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
