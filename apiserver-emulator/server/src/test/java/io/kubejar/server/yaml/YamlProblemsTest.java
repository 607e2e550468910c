package io.kubejar.server.yaml;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlProblemsTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "`{`|line 1: did not find expected node content",
                "`apiVersion: v1\nkind: [ConfigMap\n`|line 2: did not find expected ',' or ']'",
            })
    void problemsAreToldAsByGosLibrary(String text, String problem) {
        assertThatThrownBy(() -> Yaml.parseAll(text)).hasMessage("error converting YAML to JSON: yaml: " + problem);
    }
}
