package io.kubejar.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.testing.Threads;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class VirtualLoopsTest {
    private static final String NAME = "virtual-loops-test";
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
    private final VirtualLoops loops =
            new VirtualLoops(NAME, START, (loop, fault) -> seen.add(loop + ": " + fault.getMessage()));

    @AfterEach
    void closeLeavesNoThread() {
        loops.close();
        assertThat(Threads.named(NAME)).isEmpty();
    }

    private void note(String what) {
        seen.add(what + " " + Duration.between(START, loops.clock().now()));
    }

    @RepeatedTest(200)
    void tasksRunByThemselvesAndCanBeWaitedFor() throws InterruptedException {
        Loop a = loops.loop("a");
        Loop b = loops.loop("b");
        a.execute(() -> b.execute(() -> a.execute(() -> note("done"))));
        assertThat(loops.runAll(LIMIT)).isTrue();
        assertThat(seen).containsExactly("done PT0S");
    }

    @RepeatedTest(200)
    void timersWaitUntilTimeIsMoved() throws InterruptedException {
        Loop loop = loops.loop("a");
        loop.after(Duration.ofHours(2), "second", () -> note("second"));
        loop.after(Duration.ofHours(1), "first", () -> {
            note("first");
            loop.after(Duration.ofMinutes(1), "between", () -> note("between"));
        });
        loop.after(Duration.ofHours(1), "never", () -> note("never")).cancel();
        assertThat(loops.runAll(LIMIT)).isTrue();
        assertThat(seen).isEmpty();
        Instant end = START.plus(Duration.ofHours(2));
        while (loops.fireNext(end)) {
            assertThat(loops.runAll(LIMIT)).isTrue();
        }
        assertThat(seen).containsExactly("first PT1H", "between PT1H1M", "second PT2H");
        assertThat(loops.clock().now()).isEqualTo(end);
    }

    @Test
    void heldBackWorkIsLetGoWithoutMovingTime() throws InterruptedException {
        Loop loop = loops.loop("a");
        loop.retryAfter(Duration.ofMillis(5), "soon", () -> note("soon"));
        loop.retryAfter(Duration.ofHours(1), "later", () -> note("later"));
        loop.after(Duration.ofMillis(1), "a timer", () -> note("timer"));
        Instant soon = START.plusSeconds(1);
        while (loops.releaseRetry(soon)) {
            assertThat(loops.runAll(LIMIT)).isTrue();
        }
        assertThat(seen).containsExactly("soon PT0S");
        assertThat(loops.activity().nextRetry().at()).isEqualTo(START.plus(Duration.ofHours(1)));
    }

    @Test
    void theLoopGoesOnAfterAFault() throws InterruptedException {
        Loop loop = loops.loop("a");
        loop.execute(() -> {
            throw new IllegalStateException("on purpose");
        });
        loop.execute(() -> note("after"));
        assertThat(loops.runAll(LIMIT)).isTrue();
        assertThat(seen).containsExactly("a: on purpose", "after PT0S");
    }
}
