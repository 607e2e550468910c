package io.kubejar.server.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.core.client.DeleteOptions;
import io.kubejar.server.exchange.Headers;
import io.kubejar.server.exchange.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeleteOptionsReaderTest {
    private static DeleteOptions read(String body, Map<String, List<String>> query) {
        return DeleteOptionsReader.read(new ServerRequest(
                "DELETE",
                "/api/v1/namespaces/a/pods/b",
                query,
                new Headers(),
                body.getBytes(StandardCharsets.UTF_8),
                List.of(),
                "127.0.0.1:1"));
    }

    @Test
    void aBodyHidesTheQuery() {
        Map<String, List<String>> query =
                Map.of("gracePeriodSeconds", List.of("7"), "propagationPolicy", List.of("Orphan"));
        assertThat(read("", query)).satisfies(options -> {
            assertThat(options.gracePeriodSeconds()).isEqualTo(7);
            assertThat(options.propagationPolicy()).isEqualTo("Orphan");
        });
        assertThat(read("{\"dryRun\":[\"All\"]}", query)).satisfies(options -> {
            assertThat(options.gracePeriodSeconds()).isNull();
            assertThat(options.propagationPolicy()).isEmpty();
            assertThat(options.dryRun()).isTrue();
        });
    }

    @Test
    void aPeriodBelowZeroIsASecondAndOrphanDependentsIsAPolicy() {
        DeleteOptions options = read(
                "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"apps/v1\",\"gracePeriodSeconds\":-1,"
                        + "\"orphanDependents\":true,\"preconditions\":{\"uid\":\"u\",\"resourceVersion\":\"3\"}}",
                Map.of());
        assertThat(options.gracePeriodSeconds()).isEqualTo(1);
        assertThat(options.propagationPolicy()).isEqualTo("Orphan");
        assertThat(options.uid()).isEqualTo("u");
        assertThat(options.resourceVersion()).isEqualTo("3");
        assertThat(read("{\"orphanDependents\":false}", Map.of()).propagationPolicy())
                .isEqualTo("Background");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"kind\":\"Pod\",\"apiVersion\":\"v1\"}|no kind \"Pod\" is registered for version \"v1\" in scheme"
                        + " \"k8s.io/apimachinery/pkg/apis/meta/internalversion/scheme/register.go:27\"",
                "{\"gracePeriodSeconds\":\"x\"}|json: cannot unmarshal string into Go struct field"
                        + " DeleteOptions.gracePeriodSeconds of type int64",
                "{\"propagationPolicy\":\"Background\",\"orphanDependents\":true}|DeleteOptions.meta.k8s.io \"\" is"
                        + " invalid: propagationPolicy: Invalid value: \"Background\": orphanDependents and"
                        + " deletionPropagation cannot be both set",
                "{\"propagationPolicy\":\"Foo\"}|DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy:"
                        + " Unsupported value: \"Foo\": supported values: \"Foreground\", \"Background\", \"Orphan\","
                        + " \"nil\"",
                "{\"dryRun\":[\"Foo\"]}|DeleteOptions.meta.k8s.io \"\" is invalid: dryRun: Unsupported value:"
                        + " [\"Foo\"]: supported values: \"All\""
            })
    void wrongOptionsAreRefused(String body, String message) {
        assertThatThrownBy(() -> read(body, Map.of())).hasMessage(message);
    }
}
