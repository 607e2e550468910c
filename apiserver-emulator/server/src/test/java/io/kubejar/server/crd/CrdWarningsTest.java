package io.kubejar.server.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.FieldErrors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrdWarningsTest {
    private static ObjectNode crd(String schema) {
        return (ObjectNode) Json.parse(
                "{\"spec\":{\"versions\":[{\"name\":\"v1\",\"schema\":{\"openAPIV3Schema\":" + schema + "}}]}}");
    }

    private static ObjectNode format(String type, String format) {
        return crd("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"array\",\"items\":{\"type\":\"" + type
                + "\",\"format\":\"" + format + "\"}}}}");
    }

    @ParameterizedTest
    @CsvSource({
        "string, date-time, true",
        "string, foo, false",
        "integer, int32, true",
        "integer, date, false",
        "number, double, true",
        "boolean, date, false"
    })
    void formatsThatNobodyKnows(String type, String format, boolean known) {
        assertThat(CrdWarnings.of(format(type, format)))
                .isEqualTo(known ? java.util.List.of() : java.util.List.of("unrecognized format \"" + format + "\""));
    }

    @Test
    void aFormatIsToldOfOnce() {
        ObjectNode foo = format("string", "foo");
        assertThat(CrdWarnings.of(foo, foo)).isEmpty();
        assertThat(CrdWarnings.of(format("string", "bar"), foo)).containsExactly("unrecognized format \"bar\"");
    }

    @Test
    void rulesThatAreNotEvaluatedAreToldOfEachTime() {
        ObjectNode rules = crd("{\"type\":\"object\",\"properties\":{\"a\":{\"allOf\":[{\"x-kubernetes-validations\":"
                + "[{\"rule\":\"true\"}]}]}}}");
        String warning =
                "kubejar does not evaluate x-kubernetes-validations: the CEL rules of version \"v1\" are stored"
                        + " and have no effect";
        assertThat(CrdWarnings.of(rules)).containsExactly(warning);
        assertThat(CrdWarnings.of(rules, rules)).containsExactly(warning);
        assertThat(CrdWarnings.of(crd("{\"type\":\"object\",\"x-kubernetes-validations\":[]}")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`'type':'array','items':{'type':'object'},'x-kubernetes-list-type':'set'`|"
                        + "s.items.x-kubernetes-map-type: Invalid value: null: must be atomic as item of a list with"
                        + " x-kubernetes-list-type=set",
                "`'type':'array','items':{'type':'string'},'x-kubernetes-list-type':'foo'`|"
                        + "s.x-kubernetes-list-type: Unsupported value: \"foo\": supported values: \"atomic\", \"set\","
                        + " \"map\"",
                "`'type':'array','items':{'type':'object'},'x-kubernetes-list-type':'map'`|"
                        + "s.x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is"
                        + " map",
                "`'type':'object','default':{'zz':1},'properties':{'b':{'type':'string'}}`|"
                        + "s.default: Invalid value: {\"zz\":1}: must not have unknown fields"
            })
    void schemasThatAreRefused(String schema, String problem) {
        FieldErrors errors = new FieldErrors();
        SchemaRules.validate(
                Json.parse("{\"type\":\"object\",\"properties\":{\"p\":{" + schema.replace('\'', '"') + "}}}"),
                "s",
                errors);
        assertThat(errors.causes())
                .extracting(cause -> cause.field().replace("s.properties[p]", "s") + ": " + cause.message())
                .containsExactly(problem);
    }
}
