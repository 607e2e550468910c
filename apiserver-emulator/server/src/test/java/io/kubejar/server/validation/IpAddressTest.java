package io.kubejar.server.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 10.1.2.3",
        "010.001.2.3, 10.1.2.3",
        "::, ::",
        "::1, ::1",
        "FD00:0:0:0:1:0:0:2, fd00::1:0:0:2",
        "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
        "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
        "::ffff:1.2.3.4, 1.2.3.4",
        "64:ff9b::1.2.3.4, 64:ff9b::102:304",
    })
    void canonicalText(String text, String canonical) {
        assertThat(IpAddress.parse(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.a",
                "1.2.3.",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7::8",
                "12345::",
                "::1.2.3",
                "1.2.3.4::",
                "fe80::1%eth0",
                "g::"
            })
    void noAddress(String text) {
        assertThat(IpAddress.parse(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.0.0.0/8",
        "10.1.2.3/8, 10.0.0.0/8",
        "10.0.0.0/08, 10.0.0.0/8",
        "fd00::1/64, fd00::/64",
        "1.2.3.4/32, 1.2.3.4/32",
        "::/0, ::/0",
    })
    void ranges(String text, String canonical) {
        assertThat(IpRange.parse(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0", "10.0.0.0/33", "fd00::/129", "x/8", "10.0.0.0/", "10.0.0.0/-1"})
    void noRange(String text) {
        assertThat(IpRange.parse(text)).isNull();
    }

    @Test
    void aDiffHasThreeLinesAround() {
        String before = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\nm\nn";
        String now = before.replace("b", "B").replace("m\n", "");
        assertThat(UnifiedDiff.of(before, now)).isEqualTo("""
                        @@ -1,5 +1,5 @@
                         a
                        -b
                        +B
                         c
                         d
                         e
                        @@ -10,5 +10,4 @@
                         j
                         k
                         l
                        -m
                         n
                        """);
        assertThat(UnifiedDiff.of(before, before)).isEmpty();
    }
}
