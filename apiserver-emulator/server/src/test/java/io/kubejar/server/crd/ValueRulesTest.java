package io.kubejar.server.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.FieldErrors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueRulesTest {
    private static String check(String schema, String value, @Nullable String old) {
        JsonNode root = Json.object().set("properties", Json.object().set("v", Json.parse(schema)));
        ObjectNode object = Json.object().set("v", Json.parse(value));
        ObjectNode before = old == null ? null : Json.object().set("v", Json.parse(old));
        FieldErrors errors = new FieldErrors();
        ValueRules.validate(object, before, root, errors);
        return String.join(
                "; ",
                errors.causes().stream()
                        .map(c -> c.field() + ": " + c.message())
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            emptyValue = "",
            value = {
                "{'type':'integer'}|'x'|v: Invalid value: 'string': v in body must be of type integer: 'string'",
                "{'type':'integer'}|1.5|v: Invalid value: 'number': v in body must be of type integer: 'number'; <nil>:"
                        + " Invalid value: '': Checked value must be of type integer (default format) in v",
                "{'type':'integer','maximum':3}|4|v: Invalid value: 4: v in body should be less than or equal to 3",
                "{'type':'integer','multipleOf':2}|5|v: Invalid value: 5: v in body should be a multiple of 2",
                "{'type':'string','maxLength':2}|'abc'|v: Too long: may not be more than 2 bytes",
                "{'type':'string','minLength':2}|'a'|v: Invalid value: 'a': v in body should be at least 2 chars long",
                "{'type':'string','pattern':'^b'}|'a'|v: Invalid value: 'a': v in body should match '^b'",
                "{'type':'string','format':'ipv4'}|'300.1.1.1'|v: Invalid value: '300.1.1.1': v in body must be of type"
                        + " ipv4: '300.1.1.1'",
                "{'type':'array','minItems':1}|[]|v: Invalid value: 0: v in body should have at least 1 items",
                "{'type':'array','maxItems':1}|[1,2]|v: Too many: 2: must have at most 1 items",
                "{'type':'array','x-kubernetes-list-type':'set'}|['a','a']|v[1]: Duplicate value: 'a'",
                "{'type':'object','required':['q']}|{}|v.q: Required value",
                "{'not':{'enum':['b']}}|'b'|<nil>: Invalid value: '': 'v' must not validate the schema (not)",
                "{'type':'string','nullable':true}|null|``",
                "{'x-kubernetes-int-or-string':true}|'5%'|``",
            })
    void everyRuleHasItsWords(String schema, String value, String words) {
        String found = check(schema.replace('\'', '"'), value.replace('\'', '"'), null);
        assertThat(found.replace('"', '\'')).isEqualTo(words);
    }

    @Test
    void whatWasInvalidBeforeMayStay() {
        assertThat(check("{\"type\":\"string\",\"maxLength\":1}", "\"ab\"", "\"ab\""))
                .isEmpty();
        assertThat(check("{\"type\":\"string\",\"maxLength\":1}", "\"abc\"", "\"ab\""))
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"duration,5s,true", "duration,5x,false", "email,nope,false", "uri,::,false", "byte,not base64,false"})
    void formatsAreKnown(String format, String text, boolean fits) {
        assertThat(Formats.fits(format, text)).isEqualTo(fits);
    }

    @Test
    void pathsFindTheirFirstValue() {
        JsonNode object = Json.parse("{\"c\":[{\"type\":\"R\",\"s\":\"T\"}],\"m\":{\"x.y/z\":1},\"l\":[\"p\",\"q\"]}");
        assertThat(found(".c[?(@.type==\"R\")].s", object)).isEqualTo("T");
        assertThat(found(".m.x\\.y/z", object)).isEqualTo("1");
        assertThat(found(".l[1]", object)).isEqualTo("q");
        assertThat(found(".l", object)).isEqualTo("[\"p\",\"q\"]");
        assertThat(found(".none.at", object)).isEmpty();
    }

    private static String found(String path, JsonNode object) {
        JsonPath parsed = JsonPath.parse(path);
        assertThat(parsed).isNotNull();
        return JsonPath.text(parsed.first(object));
    }
}
