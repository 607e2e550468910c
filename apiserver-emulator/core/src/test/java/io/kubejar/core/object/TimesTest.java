package io.kubejar.core.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    @Test
    @DisplayName("what is written is read again, on every day and at every time of it")
    void thereAndBack() {
        Duration step = Duration.ofHours(22).plusMinutes(59).plusSeconds(59);
        for (Instant time = Instant.parse("1895-12-27T00:00:00Z");
                time.isBefore(Instant.parse("2105-03-02T00:00:00Z"));
                time = time.plus(step)) {
            assertThat(Times.parse(Times.format(time))).isEqualTo(time);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-29T00:00:00Z,",
        "2024-02-29T23:59:59Z, 2024-02-29T23:59:59Z",
        "2026-04-31T00:00:00Z,",
        "2026-13-01T00:00:00Z,",
        "2026-00-01T00:00:00Z,",
        "2026-11-21T24:00:00Z,",
        "2026-11-21T10:60:00Z,",
        "2026-11-21T10:00:0xZ,",
        "2026-11-21 10:00:00Z,",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
        "2026-11-21T10:00:00+01:00, 2026-11-21T09:00:00Z",
        "2026-11-21T10:00:00.123456Z, 2026-11-21T10:00:00.123456Z"
    })
    @DisplayName("days that are not in the calendar are nothing; other forms of RFC 3339 are read too")
    void texts(String text, Instant expected) {
        assertThat(Times.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "soon", "2026-11-21", "2026-11-21T10:00:00"})
    @DisplayName("what is no time is null")
    void nothing(String text) {
        assertThat(Times.parse(text)).isNull();
    }
}
