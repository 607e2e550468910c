package io.kubejar.server.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyDecoderTest {
    private static final Gvk CONFIG_MAP = new Gvk("", "v1", "ConfigMap");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {| the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: unexpected end of JSON input ({)
            []| the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" } (5b5d)
            {"kind":5}| the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: json: cannot unmarshal number into Go struct field .kind of type string ({"kind":5})
            {"apiVersion":"v1","kind":"Secret"}| Secret in version "v1" cannot be handled as a ConfigMap: converting (v1.Secret) to (core.ConfigMap): unknown conversion
            {"apiVersion":"v1","kind":"Nope"}| Nope in version "v1" cannot be handled as a ConfigMap: no kind "Nope" is registered for version "v1" in scheme "pkg/api/legacyscheme/scheme.go:30"
            {"metadata":"x"}| ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal string into Go struct field ConfigMap.metadata of type v1.ObjectMeta
            {"apiVersion":"v1","kind":"ConfigMap"} trailing| the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: invalid character 't' after top-level value ({"apiVersion":"v1","kind":"Con ...)
            {"metadata":{"creationTimestamp":"foo"}}| ConfigMap in version "v1" cannot be handled as a ConfigMap: parsing time "foo" as "2006-01-02T15:04:05Z07:00": cannot parse "foo" as "2006"
            {"apiVersion":"a/b/c","kind":"ConfigMap"}| the object provided is unrecognized (must be of type ConfigMap): unexpected GroupVersion string: a/b/c ({"apiVersion":"a/b/c","kind":" ...)
            {"binaryData":{"a":"%%%"}}| ConfigMap in version "v1" cannot be handled as a ConfigMap: illegal base64 data at input byte 0
            {"binaryData":{"a":"not base64!"}}| ConfigMap in version "v1" cannot be handled as a ConfigMap: illegal base64 data at input byte 3
            """)
    void wrongBodiesAreRefusedInUpstreamsWords(String body, String message) {
        assertThatThrownBy(() -> decode(body, Strictness.WARN))
                .isInstanceOf(StatusException.class)
                .hasMessage(message);
    }

    @Test
    void kindAndVersionMayBeLeftOut() {
        assertThat(decode("null", Strictness.WARN).tree())
                .isEqualTo(Json.parse("{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{}}"));
    }

    @Test
    void strictRefusesUnknownAndDuplicateFieldsInTheOrderOfTheDocument() {
        String body = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\",\"oops\":\"x\"},"
                + "\"nonsense\":1,\"kind\":\"ConfigMap\"}";
        assertThatThrownBy(() -> decode(body, Strictness.STRICT))
                .hasMessage(
                        "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: unknown"
                                + " field \"metadata.oops\", unknown field \"nonsense\", duplicate field \"kind\"");
        assertThat(decode(body, Strictness.WARN).warnings())
                .containsExactly(
                        "unknown field \"metadata.oops\"", "unknown field \"nonsense\"", "duplicate field \"kind\"");
        assertThat(decode(body, Strictness.IGNORE).warnings()).isEqualTo(List.of());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            apps/v1/Deployment|{"metadata":{"name":"a","labels":{"a":"b"},"finalizers":["x/y"]},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"spec":{"containers":[{"name":"c","args":["1"],"env":[{"name":"E"}],"resources":{"limits":{"cpu":"1"}}}]}}}}
            apiextensions.k8s.io/v1/CustomResourceDefinition|{"metadata":{"name":"a"},"spec":{"versions":[{"name":"v1","schema":{"openAPIV3Schema":{"type":"object","default":{"x":[1,{}]},"properties":{"a":{"enum":[{"b":[1]}]}}}}}]}}
            apps/v1/ControllerRevision|{"metadata":{"name":"a","managedFields":[{"manager":"m","fieldsV1":{"f:data":{"f:a":{}}}}]},"data":{"spec":{"any":[{"thing":{}}]}},"revision":1}
            """)
    void whatIsDecodedSharesNothingThatCanBeChangedWithWhatWasHandedIn(String kind, String json) {
        String[] words = kind.split("/");
        ObjectNode given = (ObjectNode) Json.parse(json);
        ObjectNode before = given.deepCopy();
        ObjectNode decoded = BodyDecoder.decode(
                        RawObject.of(given), new byte[0], new Gvk(words[0], words[1], words[2]), Strictness.WARN)
                .tree();
        assertThat(Containers.shared(given, decoded)).isEmpty();
        assertThat(given).isEqualTo(before);
        assertThat(decoded.path("metadata").path("name").asText()).isEqualTo("a");
    }

    private static Decoded decode(String body, Strictness strictness) {
        return BodyDecoder.decode(body.getBytes(StandardCharsets.UTF_8), CONFIG_MAP, strictness);
    }
}
