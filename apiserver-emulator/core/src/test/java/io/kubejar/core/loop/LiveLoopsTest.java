package io.kubejar.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kubejar.core.time.Clock;
import io.kubejar.core.time.SystemClock;
import io.kubejar.testing.Threads;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class LiveLoopsTest {
    private static final int RUNS = 200;
    private static final String NAME = "live-loops-test";

    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
    private final LiveLoops loops =
            new LiveLoops(NAME, SystemClock.INSTANCE, (loop, fault) -> faults.add(loop + ": " + fault.getMessage()));

    @AfterEach
    void closeLeavesNoThread() {
        loops.close();
        assertThat(Threads.named(NAME)).isEmpty();
    }

    @RepeatedTest(RUNS)
    @DisplayName("tasks of a loop run in the order in which they were handed in")
    void tasksRunInOrder() throws InterruptedException {
        Loop loop = loops.loop("order");
        List<Integer> seen = new ArrayList<>(); // only the loop touches it
        for (int i = 0; i < 500; i++) {
            int number = i;
            loop.execute(() -> seen.add(number));
        }
        finish(loop);
        assertThat(seen).isEqualTo(IntStream.range(0, 500).boxed().toList());
    }

    @RepeatedTest(RUNS)
    @DisplayName("tasks of a loop never run at once, and each sees what the one before wrote")
    void tasksAreSerial() throws InterruptedException {
        Loop loop = loops.loop("serial");
        int[] plain = new int[1];
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger atOnce = new AtomicInteger();
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            senders.add(new Thread(() -> {
                for (int n = 0; n < 100; n++) {
                    loop.execute(() -> {
                        atOnce.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        plain[0]++;
                        inside.decrementAndGet();
                    });
                }
            }));
        }
        senders.forEach(Thread::start);
        for (Thread sender : senders) {
            sender.join();
        }
        finish(loop);
        assertThat(plain[0]).isEqualTo(400);
        assertThat(atOnce).hasValue(1);
    }

    @Test
    @DisplayName("a task that hands in another does not run it within itself")
    void executeIsNotReentrant() throws InterruptedException {
        Loop loop = loops.loop("reentrance");
        List<String> seen = new ArrayList<>();
        loop.execute(() -> {
            loop.execute(() -> seen.add("inner"));
            seen.add("outer");
        });
        finish(loop);
        finish(loop);
        assertThat(seen).containsExactly("outer", "inner");
    }

    @Test
    @DisplayName("two loops run at the same time, each on a thread with its name")
    void loopsRunAtTheSameTime() throws InterruptedException {
        CountDownLatch both = new CountDownLatch(2);
        CountDownLatch done = new CountDownLatch(2);
        ConcurrentLinkedQueue<String> names = new ConcurrentLinkedQueue<>();
        for (String name : List.of("a", "b")) {
            loops.loop(name).execute(() -> {
                both.countDown();
                names.add(Thread.currentThread().getName());
                if (awaited(both)) {
                    done.countDown();
                }
            });
        }
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(names).containsExactlyInAnyOrder(NAME + "-a", NAME + "-b");
    }

    @Test
    @DisplayName("what a task throws goes to the fault handler, and the loop goes on")
    void theLoopGoesOnAfterAFault() throws InterruptedException {
        Loop loop = loops.loop("faulty");
        loop.execute(() -> {
            throw new IllegalStateException("first");
        });
        loop.execute(() -> {
            throw new AssertionError("second");
        });
        finish(loop);
        assertThat(faults).containsExactly("faulty: first", "faulty: second");
    }

    @RepeatedTest(20)
    @DisplayName("timers fire in the order in which they are due, not before their time")
    void timersFireInOrder() throws InterruptedException {
        HeldClock clock = new HeldClock();
        Instant start = clock.now();
        List<String> seen = new ArrayList<>();
        List<Instant> fired = new ArrayList<>();
        try (LiveLoops held = new LiveLoops(NAME + "-held", clock, (loop, fault) -> faults.add(loop))) {
            Loop loop = held.loop("timers");
            CountDownLatch done = new CountDownLatch(1);
            loop.after(Duration.ofMillis(30), "late", () -> {
                seen.add("late");
                fired.add(SystemClock.INSTANCE.now());
                done.countDown();
            });
            loop.after(Duration.ofMillis(10), "early", () -> seen.add("early"));
            loop.after(Duration.ZERO, "at once", () -> seen.add("at once"));
            loop.after(Duration.ofSeconds(-1), "overdue", () -> seen.add("overdue"));
            clock.held = null;
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
            finish(loop);
        }
        assertThat(seen).containsExactly("at once", "overdue", "early", "late");
        assertThat(fired.get(0)).isAfterOrEqualTo(start.plusMillis(30));
    }

    @Test
    @DisplayName("a task may close the loops it runs on")
    void aTaskMayCloseItsLoops() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        loops.loop("last").execute(() -> {
            loops.close();
            closed.countDown();
        });
        assertThat(closed.await(3, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @DisplayName("a cancelled timer does not fire, and the one behind it does")
    void aCancelledTimerDoesNotFire() throws InterruptedException {
        HeldClock clock = new HeldClock();
        List<String> seen = new ArrayList<>();
        try (LiveLoops held = new LiveLoops(NAME + "-held", clock, (loop, fault) -> faults.add(loop))) {
            Loop loop = held.loop("cancel");
            CountDownLatch done = new CountDownLatch(1);
            Timer first = loop.after(Duration.ofMillis(10), "first", () -> seen.add("first"));
            loop.after(Duration.ofMillis(20), "second", () -> {
                seen.add("second");
                done.countDown();
            });
            first.cancel();
            first.cancel();
            clock.held = null;
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(seen).containsExactly("second");
    }

    @Test
    @DisplayName("activity tells what runs, which retry comes next and which timer")
    void activityTellsHowThingsStand() throws InterruptedException {
        assertThat(loops.activity()).isEqualTo(new Activity(0, List.of(), null, null));

        Loop loop = loops.loop("busy");
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        loop.execute(() -> {
            begun.countDown();
            assertThat(awaited(end)).isTrue();
        });
        loop.execute(() -> {});
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        Timer timer = loop.after(Duration.ofHours(1), "timer", () -> {});
        Timer retry = loop.retryAfter(Duration.ofHours(2), "retry", () -> {});

        Activity busy = loops.activity();
        assertThat(busy.running()).isEqualTo(2);
        assertThat(busy.busy()).containsExactly("busy");
        assertThat(busy.nextTimer()).isBefore(busy.nextRetry().at());

        timer.cancel();
        retry.cancel();
        end.countDown();
        await().until(() -> loops.activity().equals(new Activity(0, List.of(), null, null)));
    }

    @RepeatedTest(RUNS)
    @DisplayName("close waits for what runs, drops what is queued and leaves no thread, whoever hands in meanwhile")
    void closeDropsWhatIsQueued() throws InterruptedException {
        LiveLoops closed = new LiveLoops(NAME + "-closed", SystemClock.INSTANCE, (loop, fault) -> {});
        Loop loop = closed.loop("closing");
        AtomicInteger running = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        Thread sender = new Thread(() -> {
            for (int i = 0; i < 2_000; i++) {
                loop.execute(() -> {
                    running.incrementAndGet();
                    begun.countDown();
                    running.decrementAndGet();
                });
            }
        });
        sender.start();
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        closed.close();
        assertThat(running).hasValue(0);
        AtomicInteger after = new AtomicInteger();
        loop.execute(after::incrementAndGet);
        loop.after(Duration.ofMillis(1), "never", after::incrementAndGet);
        sender.join();
        assertThat(Threads.named(NAME + "-closed")).isEmpty();
        assertThat(after).hasValue(0);
    }

    @Test
    @DisplayName("what is held back counts as queued, and goes on in its order")
    void heldBack() throws InterruptedException {
        Held held = loops.hold();
        List<Integer> seen = new CopyOnWriteArrayList<>();
        Loop loop = loops.loop("held");
        for (int i = 0; i < 100; i++) {
            int number = i;
            loop.execute(() -> seen.add(number));
        }
        assertThat(loops.awaitIdle(Duration.ofMillis(1))).isFalse();
        assertThat(loops.activity().running()).isEqualTo(100);
        assertThat(seen).isEmpty();
        held.release();
        held.awaitBegun();
        assertThat(seen).hasSize(100).isSorted();
        finish(loop);
    }

    @RepeatedTest(RUNS)
    @DisplayName("loops on the threads of others are closed by themselves; the threads end with the last of them")
    void sharedThreadsEndWithTheLast() throws InterruptedException {
        String shared = NAME + "-shared";
        LiveLoops first = new LiveLoops(shared, SystemClock.INSTANCE, (loop, fault) -> {});
        finish(first.loop("one"));
        LiveLoops second = new LiveLoops(shared, SystemClock.INSTANCE, (loop, fault) -> {}, first);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        second.loop("two").execute(() -> {
            begun.countDown();
            awaited(end);
            done.incrementAndGet();
        });
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        first.close();
        finish(second.loop("three"));
        Thread closing = new Thread(second::close);
        closing.start();
        await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        end.countDown();
        closing.join();
        assertThat(done).hasValue(1);
        assertThat(Threads.named(shared)).isEmpty();
        first.close();

        VirtualLoops late = new VirtualLoops(shared, Instant.EPOCH, (loop, fault) -> {}, second);
        finish(late.loop("four"));
        late.close();
        assertThat(Threads.named(shared)).isEmpty();
    }

    private static void finish(Loop loop) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        loop.execute(done::countDown);
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The system's clock, which stands until it is let go. */
    private static final class HeldClock implements Clock {
        private volatile @Nullable Instant held = SystemClock.INSTANCE.now();

        @Override
        public Instant now() {
            Instant at = held;
            return at == null ? SystemClock.INSTANCE.now() : at;
        }

        @Override
        public long nanos() {
            return SystemClock.INSTANCE.nanos();
        }
    }
}
