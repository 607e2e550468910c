package io.kubejar.server.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.server.kinds.Kinds;
import io.kubejar.server.registry.SubresourceDef;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtobufTest {
    @ParameterizedTest
    @ValueSource(strings = {"""
        {"kind":"Pod","apiVersion":"v1","metadata":{"name":"a","creationTimestamp":"2024-05-01T10:00:00Z",
         "labels":{"x":"y","e":""},"generation":-1},"spec":{"containers":[{"name":"c","image":"i","command":["a","b"],
         "resources":{"limits":{"cpu":"500m"}},"livenessProbe":{"httpGet":{"port":"web"},"periodSeconds":5},
         "securityContext":{"runAsUser":0,"privileged":false}}],"volumes":[{"name":"v","emptyDir":{}},
         {"name":"s","secret":{"secretName":"x"}}],"terminationGracePeriodSeconds":0,
         "securityContext":{"supplementalGroups":[1,2]}},
         "status":{"conditions":[{"type":"Ready","status":"True","lastProbeTime":null,"lastTransitionTime":null}]}}
        """, """
        {"kind":"Lease","apiVersion":"coordination.k8s.io/v1","metadata":{"name":"l"},
         "spec":{"renewTime":"2024-05-01T10:00:00.123456Z","leaseTransitions":0}}
        """, """
        {"kind":"Secret","apiVersion":"v1","metadata":{"name":"s"},"data":{"a":"Yg=="},"type":"Opaque"}
        """, """
        {"kind":"SubjectAccessReview","apiVersion":"authorization.k8s.io/v1","metadata":{},
         "spec":{"user":"u","extra":{"k":["a","b"]}},"status":{"allowed":false}}
        """, """
        {"kind":"CustomResourceDefinition","apiVersion":"apiextensions.k8s.io/v1","metadata":{"name":"f.e"},
         "spec":{"group":"e","names":{"plural":"f","kind":"F"},"scope":"Namespaced","versions":[{"name":"v1",
         "served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"a":{"type":"number",
         "minimum":1.5,"default":{"b":[1]},"x-kubernetes-preserve-unknown-fields":true},"l":{"type":"array",
         "items":{"type":"string"}},"m":{"type":"object","additionalProperties":true}}}}}]}}
        """, """
        {"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"5"},"items":[{"metadata":{"name":"a"},
         "spec":{"containers":null},"status":{}}]}
        """})
    void whatIsWrittenIsReadAgain(String json) {
        ObjectNode given = (ObjectNode) Json.parse(json);
        Schema schema = Schemas.of(
                Gvk.of(given.path("apiVersion").asText(), given.path("kind").asText()));
        ObjectNode normal = ObjectDecoder.normalize(given, Objects.requireNonNull(schema));
        RawObject read = ProtobufDecoder.decode(ProtobufEncoder.encode(normal));
        assertThat(ObjectDecoder.normalize((ObjectNode) read.tree(), schema)).isEqualTo(normal);
    }

    static Stream<Gvk> servedKinds() {
        return Kinds.all().stream()
                .flatMap(def -> Stream.concat(
                        Stream.of(def.kind()),
                        def.subresources().values().stream().map(SubresourceDef::kind)))
                .filter(kind -> !kind.kind().endsWith("Options")) // of connections: only read, from a query
                .distinct();
    }

    /** An object with every field that there is, some levels deep, and a list of two of them. */
    @ParameterizedTest
    @MethodSource("servedKinds")
    void everyServedKindIsWrittenAndReadAgain(Gvk kind) {
        Schema schema = Objects.requireNonNull(Schemas.of(kind), kind::toString);
        ObjectNode object = (ObjectNode) sample(schema, 5);
        object.put("kind", kind.kind()).put("apiVersion", kind.apiVersion());
        ObjectNode normal = ObjectDecoder.normalize(object, schema);
        assertThat(read(normal, schema)).isEqualTo(normal);
        Gvk listKind = new Gvk(kind.group(), kind.version(), kind.kind() + "List");
        Schema listSchema = Schemas.of(listKind);
        if (listSchema != null) {
            ObjectNode list = Json.object();
            list.put("kind", listKind.kind()).put("apiVersion", listKind.apiVersion());
            list.putObject("metadata").put("resourceVersion", "7");
            ObjectNode item = normal.deepCopy().without(List.of("kind", "apiVersion"));
            list.putArray("items").add(item).add(item);
            ObjectNode all = ObjectDecoder.normalize(list, listSchema);
            assertThat(read(all, listSchema)).isEqualTo(all);
        }
    }

    private static ObjectNode read(ObjectNode written, Schema schema) {
        RawObject read = ProtobufDecoder.decode(ProtobufEncoder.encode(written));
        return ObjectDecoder.normalize((ObjectNode) read.tree(), schema);
    }

    private static JsonNode sample(Schema schema, int depth) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (schema.kind()) {
            case STRING -> nodes.textNode("x");
            case BYTES -> nodes.textNode("Yg==");
            case BOOLEAN -> nodes.booleanNode(true);
            case INTEGER -> nodes.numberNode(7);
            case NUMBER -> nodes.numberNode(1.5);
            case TIME -> nodes.textNode("2024-05-01T10:00:00Z");
            case MICRO_TIME -> nodes.textNode("2024-05-01T10:00:00.123456Z");
            case QUANTITY -> nodes.textNode("500m");
            case INT_OR_STRING -> nodes.textNode("50%");
            case OBJECT -> {
                ObjectNode out = Json.object();
                if (depth > 0) {
                    schema.properties().forEach((name, field) -> out.set(name, sample(field, depth - 1)));
                    if (out.has("metadata") || out.has("gracePeriodSeconds")) {
                        out.remove(List.of("kind", "apiVersion")); // only the envelope has them
                    }
                }
                yield out;
            }
            case ANY -> Json.object();
            case LIST -> Json.array().add(sample(Objects.requireNonNull(schema.items()), depth));
            case MAP -> Json.object().set("k", sample(Objects.requireNonNull(schema.additionalProperties()), depth));
        };
    }

    @Test
    void bytesOfAGoClientAreRead() {
        // kubectl create configmap a --from-literal=a=b, without the fields that are empty.
        byte[] body = HexFormat.of()
                .parseHex("6b3873000a0f0a0276311209436f6e6669674d6170120d0a030a016112060a016112016" + "21a002200");
        assertThat(ProtobufDecoder.decode(body).tree())
                .isEqualTo(Json.parse("{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"},"
                        + "\"data\":{\"a\":\"b\"}}"));
    }

    @Test
    void anythingElseIsRefused() {
        assertThatThrownBy(() -> ProtobufDecoder.decode("{}".getBytes(StandardCharsets.UTF_8)))
                .hasMessage("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
        assertThatThrownBy(() -> ProtobufDecoder.decode(new byte[] {'k', '8', 's', 0, 10, 99}))
                .hasMessage("unexpected EOF");
    }

    @Test
    void kindsWithoutTheFormAreKnown() {
        assertThat(ProtobufEncoder.canEncode(Gvk.of("v1", "Pod"))).isTrue();
        assertThat(ProtobufEncoder.canEncode(Gvk.of("v1", "Status"))).isTrue();
        assertThat(ProtobufEncoder.canEncode(Gvk.of("apiregistration.k8s.io/v1", "APIService")))
                .isFalse();
        assertThat(ProtobufEncoder.canEncode(Gvk.of("example.com/v1", "Foo"))).isFalse();
    }
}
