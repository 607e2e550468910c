package io.kubejar.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ClockTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final ManualClock clock = new ManualClock(START);

    @Test
    @DisplayName("a manual clock stands still until it is moved, and both its times move together")
    void aManualClockMovesWhenTold() {
        long before = clock.nanos();
        assertThat(clock.now()).isEqualTo(START);
        clock.moveTo(START.plusSeconds(3));
        assertThat(clock.now()).isEqualTo(START.plusSeconds(3));
        assertThat(Duration.ofNanos(clock.nanos() - before)).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    @DisplayName("a manual clock is not moved back")
    void aManualClockIsNotMovedBack() {
        long before = clock.nanos();
        clock.moveTo(START.minusSeconds(1));
        assertThat(clock.now()).isEqualTo(START);
        assertThat(clock.nanos()).isEqualTo(before);
    }

    @Test
    @DisplayName("the wall time may jump, also back, and the monotonic time stays")
    void theWallTimeMayJump() {
        long before = clock.nanos();
        clock.jumpTo(START.minusSeconds(60));
        assertThat(clock.now()).isEqualTo(START.minusSeconds(60));
        assertThat(clock.nanos()).isEqualTo(before);
    }

    @Test
    @DisplayName("the monotonic time of a manual clock is not its wall time")
    void theTwoTimesDiffer() {
        assertThat(clock.nanos()).isNotZero().isNotEqualTo(START.getEpochSecond() * 1_000_000_000L);
    }

    @Test
    @DisplayName("the system clock moves by itself and its monotonic time never goes back")
    void theSystemClockMoves() {
        Instant now = SystemClock.INSTANCE.now();
        long nanos = SystemClock.INSTANCE.nanos();
        assertThat(SystemClock.INSTANCE.nanos()).isGreaterThanOrEqualTo(nanos);
        assertThat(SystemClock.INSTANCE.now()).isBetween(now.minusSeconds(60), now.plusSeconds(60));
    }
}
