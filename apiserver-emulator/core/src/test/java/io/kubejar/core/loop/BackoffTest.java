package io.kubejar.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(1));

    private List<Long> next(int times) {
        return Stream.generate(() -> backoff.next().toMillis()).limit(times).toList();
    }

    @Test
    void delaysDoubleUpToTheLast() {
        assertThat(next(5)).containsExactly(200L, 400L, 800L, 1000L, 1000L);
    }

    @Test
    void whatHasWorkedBeginsAnew() {
        next(3);
        backoff.reset();
        assertThat(next(2)).containsExactly(200L, 400L);
    }
}
