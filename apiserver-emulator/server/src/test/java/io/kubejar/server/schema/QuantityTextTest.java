package io.kubejar.server.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTextTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0", "0m, 0", "1.5, 1500m", "100m, 100m", "1000m, 1", "1e3, 1e3", "1E3, 1E3", "1Ei, 1Ei", "1024Ki, 1Mi",
        "512Mi, 512Mi", "01, 01", "+1, +1", ".5, 500m", "0.5, 500m", "1.0, 1", "2.125, 2.125", "1000, 1k", "1500, 1500",
        "100Mi, 100Mi", "1.5Gi, 1536Mi", "-1, -1"
    })
    void aTextThatIsNearlyCanonicalIsKept(String sent, String stored) {
        assertThat(QuantityText.stored(sent)).isEqualTo(stored);
    }
}
