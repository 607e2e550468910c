package io.kubejar.server.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.core.error.StatusException;
import io.kubejar.server.exchange.Headers;
import io.kubejar.server.exchange.ServerRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NegotiationTest {
    private static final Negotiation.Offer BUILT_IN = new Negotiation.Offer(true, true);
    private static final Negotiation.Offer CUSTOM = new Negotiation.Offer(true, false);
    private static final String META = ";v=v1;g=meta.k8s.io";

    private static ServerRequest accepting(String accept) {
        return request(new Headers().add("Accept", accept), Map.of());
    }

    private static ServerRequest request(Headers headers, Map<String, List<String>> query) {
        return new ServerRequest("GET", "/api/v1/pods", query, headers, new byte[0], List.of(), "127.0.0.1:1");
    }

    @ParameterizedTest
    @CsvSource({
        "'', application/json, ''",
        "*/*, application/json, ''",
        "application/*, application/json, ''",
        "application/yaml, application/yaml, ''",
        "application/vnd.kubernetes.protobuf, application/vnd.kubernetes.protobuf, ''",
        "'application/vnd.kubernetes.protobuf,application/json', application/vnd.kubernetes.protobuf, ''",
        "'application/json;q=0.1, application/vnd.kubernetes.protobuf;q=0.9', application/vnd.kubernetes.protobuf, ''",
        "'*/*, application/yaml', application/yaml, ''",
        "'foo/bar, application/json', application/json, ''",
        "application/vnd.kubernetes.protobuf;stream=watch, application/vnd.kubernetes.protobuf, ''",
        "'application/yaml;stream=watch, application/json;stream=watch', application/json, ''",
        "'application/json;as=Table;v=v1;g=meta.k8s.io, application/json', application/json, Table",
        "'application/vnd.kubernetes.protobuf;as=Table;v=v1;g=meta.k8s.io, application/json', application/json, ''",
        "'application/json;as=Table;v=v1beta1;g=meta.k8s.io, application/yaml', application/yaml, ''",
        "application/vnd.kubernetes.protobuf;as=PartialObjectMetadata;v=v1;g=meta.k8s.io,"
                + " application/vnd.kubernetes.protobuf, PartialObjectMetadata",
    })
    void theBestOfferIsTaken(String accept, String name, String form) {
        MediaType type = Negotiation.output(accepting(accept), BUILT_IN);
        assertThat(type.name()).isEqualTo(name);
        assertThat(type.as()).isEqualTo(form);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/json;as=Foo" + META,
                "application/json;as=Table",
                "application/json;stream=foo",
                "application/json;sv=v1"
            })
    void whatIsNotOfferedIsRefused(String accept) {
        assertThatThrownBy(() -> Negotiation.output(accepting(accept), BUILT_IN))
                .hasMessage("only the following media types are accepted: application/json, application/yaml,"
                        + " application/vnd.kubernetes.protobuf");
    }

    @Test
    void customResourcesHaveNoProtobufButTheirMetadataHas() {
        String protobuf = "application/vnd.kubernetes.protobuf";
        assertThatThrownBy(() -> Negotiation.output(accepting(protobuf), CUSTOM))
                .isInstanceOf(StatusException.class);
        assertThat(Negotiation.output(accepting(protobuf + ", */*"), CUSTOM))
                .satisfies(type -> assertThat(type.name()).isEqualTo("application/json"));
        MediaType partial = Negotiation.output(accepting(protobuf + ";as=PartialObjectMetadataList" + META), CUSTOM);
        assertThat(partial.isProtobuf()).isTrue();
    }

    @Test
    void aWatchHasNoYaml() {
        assertThatThrownBy(() -> Negotiation.stream(accepting("application/yaml"), BUILT_IN))
                .hasMessage("only the following media types are accepted: application/json;stream=watch,"
                        + " application/vnd.kubernetes.protobuf;stream=watch");
        assertThat(Negotiation.stream(accepting("*/*"), BUILT_IN).streamType()).isEqualTo("application/json");
    }

    @Test
    void theRouterTakesOnlyNamesAsTheyAreWritten() {
        Negotiation.requireRoute(accepting("application/yaml;as=Foo"), false);
        Negotiation.requireRoute(accepting("a/b, */*;q=0.1"), false);
        assertThatThrownBy(() -> Negotiation.requireRoute(accepting("application/*"), false))
                .hasMessage("406: Not Acceptable\n\nAvailable representations: application/json, application/yaml,"
                        + " application/vnd.kubernetes.protobuf");
        assertThatThrownBy(() -> Negotiation.requireRoute(accepting("text/plain"), true))
                .hasMessageEndingWith("protobuf, application/json;stream=watch,"
                        + " application/vnd.kubernetes.protobuf;stream=watch");
    }

    @Test
    void failuresAreAlwaysTold() {
        assertThat(Negotiation.ofFailure(accepting("text/plain"))).isEqualTo(MediaType.JSON);
        assertThat(Negotiation.ofFailure(accepting("application/json;as=Table" + META)))
                .isEqualTo(MediaType.JSON);
        assertThat(Negotiation.ofFailure(accepting("application/yaml")).isYaml())
                .isTrue();
    }

    @Test
    void humansReadIndentedJson() {
        ServerRequest curl = request(new Headers().add("User-Agent", "curl/8.1"), Map.of());
        assertThat(Negotiation.isPretty(curl)).isTrue();
        assertThat(Negotiation.isPretty(request(new Headers(), Map.of("pretty", List.of("true")))))
                .isTrue();
        assertThat(Negotiation.isPretty(request(new Headers(), Map.of()))).isFalse();
    }
}
