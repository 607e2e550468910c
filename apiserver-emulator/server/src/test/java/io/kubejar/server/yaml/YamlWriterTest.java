package io.kubejar.server.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.object.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlWriterTest {
    /** What kubectl 1.33 prints of an object with some two hundred texts and keys that are hard to write. */
    @Test
    void textsAreWrittenAsKubectlWritesThem() throws IOException {
        assertThat(Yaml.print(Json.parse(resource("texts.json")))).isEqualTo(resource("texts.yaml"));
    }

    /** But for a break of lines that only YAML knows: its reader makes a simple one of it. */
    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        var tree = Json.parse(resource("texts.json"));
        ((com.fasterxml.jackson.databind.node.ObjectNode) tree.get("data"))
                .properties()
                .removeIf(e -> e.getValue().asText().matches("(?s).*[\u2028\u2029].*"));
        assertThat(Yaml.parse(Yaml.print(tree).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(tree);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = YamlWriterTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "0, 0",
                "-1, -1",
                "1.5, 1.5",
                "1.0, 1",
                "1e3, 1000",
                "1234567.5, 1.2345675e+06",
                "0.0001, 0.0001",
                "0.00001, 1e-05",
                "1e300, 1e+300",
                "9223372036854775807, 9223372036854775807",
                "18446744073709551615, 18446744073709551615",
                "true, true",
                "null, null",
                "{}, {}",
                "[], []",
                "`\"yes\"`, `\"yes\"`",
                "`\"a: b\"`, `'a: b'`"
            })
    void otherValues(String json, String yaml) {
        assertThat(Yaml.print(Json.parse("{\"a\":" + json + "}"))).isEqualTo("a: " + yaml + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{\"b\":{\"c\":1},\"a\":[]}|`a: []\nb:\n  c: 1\n`",
                "{\"a\":[1,[2,[]],{\"b\":{\"c\":[{\"d\":null,\"e\":{}}]}}]}|"
                        + "`a:\n- 1\n- - 2\n  - []\n- b:\n    c:\n    - d: null\n      e: {}\n`",
                "[\"a\\nb\"]|`- |-\n  a\n  b\n`",
                "\"a\\n\"|`|\n  a\n`",
                "7|`7\n`"
            })
    void collections(String json, String yaml) {
        assertThat(Yaml.print(Json.parse(json))).isEqualTo(yaml);
    }

    @Test
    void keysAreInTheOrderOfGosLibrary() {
        TreeSet<String> keys = new TreeSet<>(new KeyOrder());
        keys.addAll(List.of("a10", "a2", "b", "B", "a-b", "a.b", "ab", "a02", "", "1", "10", "2", "a", "é"));
        assertThat(keys)
                .containsExactly("", "1", "2", "10", "B", "a", "a-b", "a.b", "a2", "a02", "a10", "ab", "b", "é");
    }
}
