package io.kubejar.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({"0, PT0S", "0s, PT0S", "500ms, PT0.5S", "1.5s, PT1.5S", "1m30s, PT1M30S", "2h, PT2H", "10us, PT0.00001S"
    })
    void aDurationIsRead(String text, Duration duration) {
        assertThat(Durations.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "s", "-1s", "1 s", "1d", "1s!", "99999999999h"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + text + "' is ");
    }

    @ParameterizedTest
    @CsvSource({
        "0s, PT0S",
        "500ms, PT0.5S",
        "1.5s, PT1.5S",
        "1m30s, PT1M30S",
        "2h, PT2H",
        "26h, P1DT2H",
        "1h0.25s, PT1H0.25S",
        "10us, PT0.00001S",
        "7ns, PT0.000000007S",
        "-1h, PT-1H",
        "-1.5s, PT-1.5S"
    })
    void whatIsWrittenCanBeRead(String text, Duration duration) {
        assertThat(Durations.text(duration)).isEqualTo(text.replace("0.25s", "250ms"));
        assertThat(Durations.parseSigned(text)).isEqualTo(duration);
    }
}
