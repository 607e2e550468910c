package io.kubejar.core.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            0, 0
            1, 1
            100m, 100m
            0.1, 100m
            .5, 500m
            1000m, 1
            1500m, 1500m
            1.5, 1500m
            1.234, 1.234
            2.000, 2
            1000, 1k
            1100, 1100
            1e3, 1e3
            12e6, 12e6
            1000e3, 1e6
            1E, 1E
            1e21, 1e21
            1Ki, 1Ki
            1024Ki, 1Mi
            1000Ki, 1000Ki
            0.5Ki, 512
            1.5Gi, 1536Mi
            0.0000000001, 1n
            -3, -3
            -0, 0
            +5, +5
            05, 05
            M, 0
            9999999999Gi, 9223372036854775807
            """)
    void aQuantityIsWrittenAsUpstreamWritesIt(String read, String written) {
        assertThat(Quantity.parse(read)).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1Q", "1 ", "1.2.3", "1-2-3"})
    void whatIsNoQuantityIsRefused(String text) {
        assertThatThrownBy(() -> Quantity.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("quantities must match the regular expression"
                        + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1KK", "1K", "1i", "1e", "1e-", "1mm", "1k3", "--1"})
    void anUnknownSuffixIsRefused(String text) {
        assertThatThrownBy(() -> Quantity.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unable to parse quantity's suffix");
    }

    @ParameterizedTest
    @CsvSource({
        "100m, 1, 100",
        "1.1, 2, 1100",
        "-1.1, -1, -1100",
        "1Ki, 1024, 1024000",
        "1n, 1, 1",
        "1e1000000000, 9223372036854775807, 9223372036854775807",
        "1e-1000000000, 1, 1"
    })
    void wholeUnitsAndThousandthsAreRoundedUp(String text, long units, long millis) {
        assertThat(Quantity.parse(text).value()).isEqualTo(units);
        assertThat(Quantity.parse(text).millis()).isEqualTo(millis);
    }

    @Test
    @DisplayName("equal amounts are equal, however they are written")
    void equalAmountsAreEqual() {
        assertThat(Quantity.parse("1")).isEqualTo(Quantity.parse("1000m")).hasSameHashCodeAs(Quantity.parse("1000m"));
        assertThat(Quantity.parse("1Ki")).isEqualTo(Quantity.of(1024)).isGreaterThan(Quantity.parse("1k"));
        assertThat(Quantity.ofMillis(1)).isEqualTo(Quantity.parse("1m")).isNotEqualTo(Quantity.ZERO);
        assertThat(Quantity.parse("-1").sign()).isEqualTo(-1);
    }

    @Test
    @DisplayName("sums are written as their first part, unless that is zero")
    void sumsAreWrittenAsTheirFirstPart() {
        assertThat(Quantity.parse("1Gi").plus(Quantity.parse("1Gi"))).hasToString("2Gi");
        assertThat(Quantity.parse("500m").plus(Quantity.parse("500m"))).hasToString("1");
        assertThat(Quantity.ZERO.plus(Quantity.parse("1Ki"))).hasToString("1Ki");
        assertThat(Quantity.parse("1Gi").minus(Quantity.parse("512Mi"))).hasToString("512Mi");
        assertThat(Quantity.parse("1").minus(Quantity.parse("1"))).hasToString("0");
    }
}
