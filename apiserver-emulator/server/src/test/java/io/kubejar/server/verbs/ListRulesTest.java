package io.kubejar.server.verbs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.core.client.ListOptions;
import io.kubejar.core.error.StatusException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListRulesTest {
    @Test
    void aRevisionIsANumber() {
        assertThat(ListRules.revisionOfList("")).isZero();
        assertThat(ListRules.revisionOfWatch("17")).isEqualTo(17);
        String words = "resourceVersion: Invalid value: \"-1\": strconv.ParseUint: parsing \"-1\": invalid syntax";
        assertThatThrownBy(() -> ListRules.revisionOfList("-1"))
                .hasMessage("invalid resource version: " + words)
                .satisfies(e -> assertThat(((StatusException) e).code()).isEqualTo(400));
        assertThatThrownBy(() -> ListRules.revisionOfWatch("-1"))
                .hasMessage(words)
                .satisfies(e -> assertThat(((StatusException) e).code()).isEqualTo(500));
    }

    @Test
    void aMatchIsOneOfTwo() {
        assertThatThrownBy(() -> ListRules.check(new ListOptions("", "", 0, "", "1", "Foo")))
                .hasMessageContaining(
                        "Unsupported value: \"Foo\": supported values: \"Exact\", \"NotOlderThan\", \"\"");
    }

    @Test
    void aTokenIsReadAgain() {
        ContinueToken token = new ContinueToken(7, "default/a\0");
        assertThat(ContinueToken.decode(token.encode())).isEqualTo(token);
    }

    @ParameterizedTest
    @CsvSource({
        "x, illegal base64 data at input byte 0",
        "ab%c, illegal base64 data at input byte 2",
    })
    void whatIsNoBase64IsRefused(String token, String why) {
        assertThatThrownBy(() -> ContinueToken.decode(token))
                .hasMessage("invalid continue token: continue key is not valid: " + why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "x|invalid character 'x' looking for beginning of value",
                "{\"v\":\"v2\"}|server does not recognize this encoded version v2",
                "{\"v\":\"meta.k8s.io/v1\",\"start\":\"a\"}|incorrect encoded start resourceVersion (version meta.k8s.io/v1)",
                "{\"v\":\"meta.k8s.io/v1\",\"rv\":1}|encoded start key empty (version meta.k8s.io/v1)",
                "{\"v\":\"meta.k8s.io/v1\",\"rv\":1,\"start\":\"../a\"}|../a",
                "{\"v\":\"meta.k8s.io/v1\",\"rv\":1,\"start\":\"a//b\"}|a//b"
            })
    void whatIsNoTokenIsRefused(String json, String why) {
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> ContinueToken.decode(token))
                .hasMessage("invalid continue token: continue key is not valid: " + why);
    }
}
