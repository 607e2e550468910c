package io.kubejar.core.loop;

import io.kubejar.core.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Loops on threads like {@link LiveLoops}, but timers go by a clock that stands still until it is moved: work runs as it
 * arrives, from any thread, and nothing happens by the mere passing of time.
 */
public final class VirtualLoops implements SteppedLoops {
    private final ManualClock clock;
    private final LoopThreads threads;
    private final TimerQueue timers = new TimerQueue(); // guarded by itself

    /**
     * Stands at the given instant.
     *
     * @param name what the threads' names begin with
     * @param onFault told the loop's name and what a task threw; the loop goes on
     */
    public VirtualLoops(String name, Instant start, BiConsumer<String, Throwable> onFault) {
        this(name, start, onFault, null);
    }

    /**
     * Like {@link #VirtualLoops(String, Instant, BiConsumer)}, on the same threads as other loops.
     *
     * @param others whose threads these use too, if they have any; they may be closed before these or after
     */
    public VirtualLoops(String name, Instant start, BiConsumer<String, Throwable> onFault, @Nullable Loops others) {
        clock = new ManualClock(start);
        threads = new LoopThreads(name, onFault, LoopThreads.of(others));
    }

    LoopThreads threads() {
        return threads;
    }

    @Override
    public ManualClock clock() {
        return clock;
    }

    @Override
    public Loop loop(String name) {
        return threads.loop(name, this::schedule);
    }

    @Override
    public Activity activity() {
        synchronized (timers) {
            return new Activity(threads.running(), threads.busy(), timers.nextRetry(), timers.next());
        }
    }

    @Override
    public boolean runAll(Duration limit) throws InterruptedException {
        return threads.awaitIdle(limit);
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
    public boolean fireNext(Instant notAfter) {
        TimerQueue.@Nullable Entry due;
        synchronized (timers) {
            due = timers.poll(notAfter);
            if (due == null) {
                return false;
            }
            clock.moveTo(due.due);
        }
        due.fire.run();
        return true;
    }

    @Override
    public boolean releaseRetry(Instant notAfter) {
        TimerQueue.@Nullable Entry due;
        synchronized (timers) {
            due = timers.pollRetry(notAfter);
        }
        if (due == null) {
            return false;
        }
        due.fire.run();
        return true;
    }

    private Timer schedule(Loop loop, Duration delay, boolean retry, String what, Runnable task) {
        synchronized (timers) {
            TimerQueue.Entry entry = timers.add(clock.now().plus(delay), retry, what, () -> loop.execute(task));
            return () -> {
                synchronized (timers) {
                    timers.remove(entry);
                }
            };
        }
    }

    @Override
    public void close() {
        threads.closing();
        synchronized (timers) {
            timers.clear();
        }
        threads.close();
    }
}
