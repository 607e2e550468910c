package io.kubejar.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LoopGroupTest {
    private final SimulatedLoops loops = new SimulatedLoops(Instant.parse("2026-11-21T10:00:00Z"));
    private final LoopGroup group = new LoopGroup(loops);
    private final Loop loop = group.loop("inside");
    private final List<String> ran = new ArrayList<>();

    @Test
    @DisplayName("tasks and timers run as they would outside, until the group is closed")
    void runsUntilClosed() {
        loop.execute(() -> ran.add("now"));
        loop.after(Duration.ofSeconds(1), "later", () -> ran.add("later"));
        loop.after(Duration.ZERO, "at once", () -> ran.add("at once"));
        loop.retryAfter(Duration.ofSeconds(3), "much later", () -> ran.add("much later"));
        loops.advance(Duration.ofSeconds(2));
        assertThat(ran).containsExactly("now", "at once", "later");
        loop.execute(() -> ran.add("queued"));
        group.close();
        loop.execute(() -> ran.add("after the end"));
        loop.after(Duration.ofSeconds(1), "after the end", () -> ran.add("after the end"));
        loops.advance(Duration.ofMinutes(1));
        assertThat(ran).containsExactly("now", "at once", "later");
        assertThat(loops.nextTimer()).isNull();
    }

    @Test
    @DisplayName("the end of a group leaves other loops alone")
    void othersGoOn() {
        Loop outside = loops.loop("outside");
        outside.after(Duration.ofSeconds(1), "outside", () -> ran.add("outside"));
        group.close();
        loops.advance(Duration.ofSeconds(1));
        assertThat(ran).containsExactly("outside");
    }

    @Test
    @DisplayName("a timer that is cancelled is gone")
    void cancels() {
        Timer timer = loop.after(Duration.ofSeconds(1), "never", () -> ran.add("never"));
        timer.cancel();
        loops.advance(Duration.ofSeconds(2));
        assertThat(ran).isEmpty();
        assertThat(loops.nextTimer()).isNull();
    }
}
