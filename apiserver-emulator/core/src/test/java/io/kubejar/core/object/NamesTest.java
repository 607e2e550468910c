package io.kubejar.core.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kinds, resources and times as text. */
class NamesTest {
    @Test
    @DisplayName("a kind is read from an apiVersion and written back")
    void aKindIsReadAndWritten() {
        Gvk deployment = Gvk.of("apps/v1", "Deployment");
        assertThat(deployment).isEqualTo(new Gvk("apps", "v1", "Deployment"));
        assertThat(deployment.apiVersion()).isEqualTo("apps/v1");
        assertThat(deployment.groupKind()).isEqualTo("Deployment.apps");
        assertThat(Gvk.of("v1", "Pod").apiVersion()).isEqualTo("v1");
        assertThat(Gvk.of("v1", "Pod").groupKind()).isEqualTo("Pod");
    }

    @Test
    @DisplayName("a resource is named as messages name it")
    void aResourceIsNamed() {
        assertThat(Resources.PODS.groupResource()).isEqualTo("pods");
        assertThat(Resources.PODS.apiVersion()).isEqualTo("v1");
        assertThat(Resources.DEPLOYMENTS.groupResource()).isEqualTo("deployments.apps");
        assertThat(Resources.DEPLOYMENTS).hasToString("deployments.apps/v1");
        assertThat(Resources.DEPLOYMENTS.apiVersion()).isEqualTo("apps/v1");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-01-01T00:00:00.000000Z",
        "2026-01-01T00:00:00.123456789Z, 2026-01-01T00:00:00Z, 2026-01-01T00:00:00.123456Z"
    })
    void timesAreWrittenInSecondsOrMicroseconds(Instant time, String seconds, String micros) {
        assertThat(Times.format(time)).isEqualTo(seconds);
        assertThat(Times.formatMicros(time)).isEqualTo(micros);
    }

    @Test
    @DisplayName("a time is read in any zone")
    void aTimeIsReadInAnyZone() {
        assertThat(Times.parse("2026-01-01T02:00:00+02:00")).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(Times.parse("2026-01-01T00:00:00.5Z")).isEqualTo(Instant.parse("2026-01-01T00:00:00.500Z"));
        assertThat(Times.parse(null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-01-01", "2026-01-01T00:00:00"})
    void whatIsNoTimeReadsAsNull(String text) {
        assertThat(Times.parse(text)).isNull();
    }
}
