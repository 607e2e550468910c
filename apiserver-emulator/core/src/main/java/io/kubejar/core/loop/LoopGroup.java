package io.kubejar.core.loop;

import io.kubejar.core.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Loops that end together while those around them go on: {@link #close} drops what is queued and due on the loops of this
 * group only. A task that runs at that moment runs to its end. Thread-safe.
 */
public final class LoopGroup implements Loops {
    private final Loops around;
    private final Set<Pending> pending = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** A group of loops that run where others run. */
    public LoopGroup(Loops around) {
        this.around = around;
    }

    @Override
    public Clock clock() {
        return around.clock();
    }

    @Override
    public Loop loop(String name) {
        return new Member(around.loop(name));
    }

    /** How all loops stand, also those outside of the group. */
    @Override
    public Activity activity() {
        return around.activity();
    }

    @Override
    public boolean runsByItself() {
        return around.runsByItself();
    }

    @Override
    public void runUntil(BooleanSupplier done) {
        around.runUntil(done);
    }

    /** Ends the group; waits for nothing. May be called twice. */
    @Override
    public void close() {
        closed = true;
        pending.forEach(Pending::cancel);
    }

    /** A task with a timer. */
    private final class Pending implements Timer {
        private final Runnable task;
        private volatile @Nullable Timer timer;

        Pending(Runnable task) {
            this.task = task;
        }

        /** Sets its timer; it may be due before this returns. */
        void set(Timer set) {
            timer = set;
            if (closed) {
                cancel();
            }
        }

        void run() {
            pending.remove(this);
            if (!closed) {
                task.run();
            }
        }

        @Override
        public void cancel() {
            pending.remove(this);
            Timer set = timer;
            if (set != null) {
                set.cancel();
            }
        }
    }

    private final class Member implements Loop {
        private final Loop loop;

        Member(Loop loop) {
            this.loop = loop;
        }

        @Override
        public String name() {
            return loop.name();
        }

        @Override
        public void execute(Runnable task) {
            if (!closed) {
                loop.execute(() -> {
                    if (!closed) {
                        task.run();
                    }
                });
            }
        }

        @Override
        public void tell(Supplier<String> doing) {
            loop.tell(doing);
        }

        @Override
        public boolean again() {
            return !closed && loop.again();
        }

        @Override
        public Timer after(Duration delay, String what, Runnable task) {
            Pending one = new Pending(task);
            pending.add(one);
            one.set(loop.after(delay, what, one::run));
            return one;
        }

        @Override
        public Timer retryAfter(Duration delay, String what, Runnable task) {
            Pending one = new Pending(task);
            pending.add(one);
            one.set(loop.retryAfter(delay, what, one::run));
            return one;
        }
    }
}
