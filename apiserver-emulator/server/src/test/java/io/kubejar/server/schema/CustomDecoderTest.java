package io.kubejar.server.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CustomDecoderTest {
    private static final Gvk FOO = new Gvk("example.com", "v1", "Foo");
    private static final Schema SCHEMA = CustomSchemas.of(Json.parse("""
            {"type":"object","properties":{"spec":{"type":"object","properties":{
              "a":{"type":"string","default":"x"},
              "o":{"type":"object","default":{},"properties":{"n":{"type":"integer","default":3}}},
              "l":{"type":"array","items":{"type":"object","properties":{"v":{"type":"boolean","default":true}}}},
              "nn":{"type":"string","nullable":true,"default":"z"},
              "plain":{"type":"string"},
              "m":{"type":"object","additionalProperties":{"type":"integer"}},
              "keep":{"type":"object","x-kubernetes-preserve-unknown-fields":true},
              "r":{"type":"object","x-kubernetes-embedded-resource":true,"x-kubernetes-preserve-unknown-fields":true}
            }}}}
            """));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"l":[{},{"v":false}]}}      | {"spec":{"a":"x","l":[{"v":true},{"v":false}],"nn":"z","o":{"n":3}}}
            {"spec":{"o":null,"nn":null}}        | {"spec":{"a":"x","nn":null,"o":{"n":3}}}
            {"spec":{"plain":null,"a":null}}     | {"spec":{"a":"x","nn":"z","o":{"n":3}}}
            {}                                   | {}
            """)
    void defaultsAreFilledInAndNullsWithoutMeaningVanish(String sent, String expected) {
        assertThat(Defaulting.apply(decode(sent, Strictness.WARN).tree(), SCHEMA))
                .isEqualTo(Json.parse(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"extra":1,"spec":{"plain":"x","b":"y","keep":{"any":1}}} | {"spec":{"plain":"x","keep":{"any":1}}} | unknown field "extra";unknown field "spec.b"
            {"spec":{"plain":"x"},"spec":{"plain":"y","zz":1}}        | {"spec":{"plain":"y"}} | duplicate field "spec";unknown field "spec.zz"
            {"metadata":{"name":"a","oops":1},"spec":{}}              | {"metadata":{"name":"a"},"spec":{}} | unknown field "metadata.oops"
            {"spec":{"r":{"metadata":{"name":"x","foo":1},"s":{}}}}   | {"spec":{"r":{"metadata":{"name":"x"},"s":{}}}} | unknown field "spec.r.metadata.foo"
            {"spec":{"l":[{"w":1}],"m":{"a":1}}}                      | {"spec":{"l":[{}],"m":{"a":1}}} | unknown field "spec.l[0].w"
            """)
    void unknownFieldsArePrunedAndReported(String sent, String expected, String warnings) {
        Decoded decoded = decode(sent, Strictness.WARN);
        assertThat(decoded.tree()).isEqualTo(Json.parse(expected));
        assertThat(decoded.warnings()).containsExactly(warnings.split(";"));
    }

    @Test
    void withItsDefaultsItSharesNothingThatCanBeChangedWithWhatWasHandedIn() {
        JsonNode given = Json.parse("""
                {"apiVersion":"example.com/v1","kind":"Foo","metadata":{"name":"a","labels":{"b":"c"}},"spec":{
                  "l":[{}],"m":{"a":1},"keep":{"any":[{"thing":[]}]},"r":{"metadata":{"name":"x"},"s":{"t":{}}}}}
                """);
        JsonNode before = given.deepCopy();
        Decoded decoded = CustomDecoder.decode(RawObject.of(given), new byte[0], FOO, SCHEMA, Strictness.WARN);
        assertThat(Containers.shared(given, Defaulting.apply(decoded.tree(), SCHEMA)))
                .isEmpty();
        assertThat(given).isEqualTo(before);
    }

    @Test
    void strictRefusesThem() {
        assertThatThrownBy(() -> request(
                        "{\"apiVersion\":\"example.com/v1\",\"kind\":\"Foo\",\"spec\":{\"b\":1}}", Strictness.STRICT))
                .hasMessage("Foo in version \"v1\" cannot be handled as a Foo: strict decoding error: unknown field"
                        + " \"spec.b\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"apiVersion":"example.com/v2","kind":"Foo"} | the API version in the data (example.com/v2) does not match the expected API version (example.com/v1)
            {"apiVersion":"example.com/v1","kind":"Bar"} | Foo.example.com "" is invalid: kind: Invalid value: "Bar": must be Foo
            {"spec":1}                                   | the object provided is unrecognized (must be of type Foo): Object 'Kind' is missing in '{"spec":1}' ({"spec":1})
            {"apiVersion":"example.com/v1","kind":"Foo","metadata":{"name":5}} | Foo in version "v1" cannot be handled as a Foo: json: cannot unmarshal number into Go struct field ObjectMeta.name of type string
            """)
    void anotherKindIsRefused(String body, String message) {
        assertThatThrownBy(() -> request(body, Strictness.WARN)).hasMessage(message);
    }

    @Test
    void aDefaultIsPrunedAsWhatIsSent() {
        JsonNode value = Json.parse("{\"n\":1,\"zz\":2}");
        Schema spec = java.util.Objects.requireNonNull(SCHEMA.property("spec"));
        assertThat(Pruning.value(value, java.util.Objects.requireNonNull(spec.property("o"))))
                .isEqualTo(Json.parse("{\"n\":1}"));
    }

    private static Decoded request(String body, Strictness strictness) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return CustomDecoder.decode(RawObject.parse(bytes), bytes, FOO, SCHEMA, strictness);
    }

    private static Decoded decode(String json, Strictness strictness) {
        return CustomDecoder.decode(RawObject.parse(json.getBytes(StandardCharsets.UTF_8)), SCHEMA, strictness);
    }
}
