package io.kubejar.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.core.chance.Chance;
import io.kubejar.testing.SeededTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SimulatedLoopsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final SimulatedLoops loops = new SimulatedLoops(START);
    private final List<String> seen = new ArrayList<>();

    @Test
    @DisplayName("nothing runs until the owner says so, then in the order in which it was handed in")
    void nothingRunsByItself() {
        Loop a = loops.loop("a");
        Loop b = loops.loop("b");
        a.execute(() -> {
            a.execute(() -> seen.add("a2"));
            seen.add("a1");
        });
        b.execute(() -> seen.add("b1"));
        assertThat(seen).isEmpty();
        assertThat(loops.activity()).isEqualTo(new Activity(2, List.of("a", "b"), null, null));

        assertThat(loops.step()).isTrue();
        assertThat(seen).containsExactly("a1");
        assertThat(loops.runUntilIdle()).isEqualTo(2);
        assertThat(seen).containsExactly("a1", "b1", "a2");
        assertThat(loops.step()).isFalse();
    }

    @Test
    @DisplayName("setting a timer moves nothing, and idling does not move time")
    void timersWaitForTime() {
        Loop loop = loops.loop("a");
        loop.after(Duration.ofSeconds(1), "x", () -> seen.add("x"));
        assertThat(loops.runUntilIdle()).isZero();
        assertThat(seen).isEmpty();
        assertThat(loops.clock().now()).isEqualTo(START);
        assertThat(loops.nextTimer()).isEqualTo(START.plusSeconds(1));
    }

    @Test
    @DisplayName("moving time runs each timer at its own instant, those set on the way included, and ends at the end")
    void advanceRunsTimersAtTheirInstant() {
        Loop loop = loops.loop("a");
        loop.after(Duration.ofSeconds(2), "second", () -> note("second"));
        loop.after(Duration.ofSeconds(1), "first", () -> {
            note("first");
            loop.after(Duration.ofMillis(500), "between", () -> note("between"));
            loop.after(Duration.ofHours(1), "beyond", () -> note("beyond"));
        });
        loops.advance(Duration.ofSeconds(10));
        assertThat(seen).containsExactly("first PT1S", "between PT1.5S", "second PT2S");
        assertThat(loops.clock().now()).isEqualTo(START.plusSeconds(10));
        assertThat(loops.nextTimer()).isEqualTo(START.plusSeconds(3601));
    }

    @Test
    @DisplayName("a timer that is due exactly at the end of the move fires")
    void aTimerAtTheEndFires() {
        loops.loop("a").after(Duration.ofSeconds(1), "x", () -> note("x"));
        loops.advance(Duration.ofSeconds(1));
        assertThat(seen).containsExactly("x PT1S");
    }

    @Test
    @DisplayName("cancelled timers do not fire; zero and negative delays are due at once")
    void cancelAndZeroDelay() {
        Loop loop = loops.loop("a");
        loop.after(Duration.ofSeconds(1), "x", () -> seen.add("x")).cancel();
        loop.after(Duration.ZERO, "y", () -> seen.add("y"));
        loop.retryAfter(Duration.ofSeconds(-1), "z", () -> seen.add("z")).cancel();
        loops.advance(Duration.ofMinutes(1));
        assertThat(seen).containsExactly("y", "z");
    }

    @Test
    @DisplayName("activity tells the next retry apart from the next timer")
    void activityTellsRetriesApart() {
        Loop loop = loops.loop("a");
        loop.after(Duration.ofSeconds(1), "timer", () -> {});
        loop.retryAfter(Duration.ofSeconds(2), "retry", () -> {});
        assertThat(loops.activity())
                .isEqualTo(new Activity(0, List.of(), new Due(START.plusSeconds(2), "a: retry"), START.plusSeconds(1)));
    }

    @Test
    @DisplayName("a loop says what it is doing when somebody asks")
    void loopsTell() {
        Loop loop = loops.loop("a");
        loop.tell(() -> "default/web");
        loop.execute(() -> {});
        loops.loop("b").execute(() -> {});
        assertThat(loops.activity().busy()).containsExactly("a (default/web)", "b");
    }

    @Test
    @DisplayName("whoever waits for rest waits no longer than said")
    void endlessWorkIsNotWaitedForForEver() {
        Loop loop = loops.loop("restless");
        loop.execute(new Runnable() {
            @Override
            public void run() {
                loop.execute(this);
            }
        });
        assertThat(loops.runAll(Duration.ofMillis(1))).isFalse();
        assertThat(loops.activity().running()).isEqualTo(1);
    }

    @Test
    @DisplayName("what a task throws goes to the owner")
    void faultsGoToTheOwner() {
        loops.loop("a").execute(() -> {
            throw new IllegalStateException("fault");
        });
        assertThatThrownBy(loops::runUntilIdle).hasMessage("fault");
    }

    @Test
    @DisplayName("loops that never come to rest are told so")
    void endlessWorkIsRefused() {
        Loop loop = loops.loop("restless");
        loop.execute(new Runnable() {
            @Override
            public void run() {
                loop.execute(this);
            }
        });
        assertThatThrownBy(loops::runUntilIdle)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the loops do not come to rest; next is [restless]");
    }

    @Test
    @DisplayName("close drops tasks and timers")
    void closeDropsEverything() {
        Loop loop = loops.loop("a");
        loop.execute(() -> seen.add("x"));
        loop.after(Duration.ofSeconds(1), "y", () -> seen.add("y"));
        loops.close();
        loops.advance(Duration.ofMinutes(1));
        assertThat(seen).isEmpty();
    }

    @SeededTest(seeds = 50)
    @DisplayName("timers fire sorted by due time, equal ones in the order in which they were set")
    void timersAreSorted(long seed) {
        record Set(int delay, int number) {}
        Chance chance = Chance.seeded(seed);
        Loop loop = loops.loop("a");
        List<Set> set = new ArrayList<>();
        List<Set> fired = new ArrayList<>();
        for (int number = 0; number < 100; number++) {
            Set one = new Set(1 + chance.below(20), number);
            Timer timer = loop.after(Duration.ofMillis(one.delay()), "t", () -> fired.add(one));
            if (chance.below(4) == 0) {
                timer.cancel();
            } else {
                set.add(one);
            }
        }
        loops.advance(Duration.ofMillis(20));
        set.sort(Comparator.comparingInt(Set::delay).thenComparingInt(Set::number));
        assertThat(fired).isEqualTo(set);
    }

    private void note(String what) {
        seen.add(what + " " + Duration.between(START, loops.clock().now()));
    }
}
