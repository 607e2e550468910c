package io.kubejar.kubelet.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackOffTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    @Test
    void doublesUpToFiveMinutes() {
        BackOff backOff = BackOff.NONE;
        Instant ended = START;
        List<String> delays = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Duration delay = backOff.delayAfter(ended);
            delays.add(delay == null ? "none" : BackOff.text(delay));
            backOff = backOff.restarted(ended);
            ended = ended.plusSeconds(1).plus(delay == null ? Duration.ZERO : delay);
        }
        assertThat(delays).containsExactly("none", "10s", "20s", "40s", "1m20s", "2m40s", "5m0s", "5m0s");
    }

    @Test
    void beginsAnewAfterTenQuietMinutes() {
        BackOff backOff = BackOff.NONE.restarted(START).restarted(START.plusSeconds(5));
        assertThat(backOff.delayAfter(START.plusSeconds(600))).isEqualTo(Duration.ofSeconds(20));
        assertThat(backOff.delayAfter(START.plusSeconds(606))).isNull();
        assertThat(backOff.restarted(START.plusSeconds(606)).delay()).isEqualTo(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @CsvSource({
        "nginx, docker.io/library/nginx:latest",
        "nginx:1.25, docker.io/library/nginx:1.25",
        "bitnami/redis, docker.io/bitnami/redis:latest",
        "localhost/app, localhost/app:latest",
        "registry:5000/a/b:c, registry:5000/a/b:c",
        "ghcr.io/a/b@sha256:86cee2c10898a48ff47a0626f8202a2408b5893aff5df58ae10d83166e6d7b0e, ghcr.io/a/b@sha256:86cee2c10898a48ff47a0626f8202a2408b5893aff5df58ae10d83166e6d7b0e",
    })
    void imageNames(String image, String full) {
        assertThat(ImageNames.problem(image)).isNull();
        assertThat(ImageNames.normalized(image)).isEqualTo(full);
    }

    @ParameterizedTest
    @CsvSource({"'',", "nginx:,", "a b,", "-x,", "https://x/y,"})
    void noImageNames(String image) {
        assertThat(ImageNames.problem(image))
                .isEqualTo("couldn't parse image name \"" + image + "\": invalid reference format");
    }
}
