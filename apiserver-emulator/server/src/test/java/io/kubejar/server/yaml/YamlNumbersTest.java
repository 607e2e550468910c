package io.kubejar.server.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.object.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlNumbersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "80",
                "2147483647",
                "-2147483648",
                "2147483648",
                "-2147483649",
                "9223372036854775807",
                "9223372036854775808",
                "0.5"
            })
    void aNumberIsTheSameNodeFromYamlAsFromJson(String number) {
        String text = "{\"a\": " + number + "}";
        assertThat(Yaml.parse(text.getBytes(UTF_8))).isEqualTo(Json.parse(text));
    }
}
