package io.kubejar.core.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelSelectorTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''               | app=web       | true
            app=web          | app=web,x=y   | true
            app==web         | app=db        | false
            app=web          | ''            | false
            app!=web         | app=db        | true
            app!=web         | ''            | true
            app in (a,b)     | app=b         | true
            app in (a, b)    | app=c         | false
            app notin (a,b)  | app=c         | true
            app notin (a,b)  | ''            | true
            app notin (a,b)  | app=a         | false
            app              | app=           | true
            app              | ''            | false
            !app             | ''            | true
            !app             | app=a         | false
            n>3              | n=4           | true
            n>3              | n=3           | false
            n<3              | n=2           | true
            n<3              | n=x           | false
            n>3              | ''            | false
            app=web,tier=db  | app=web       | false
            app=,!x          | app=          | true
            in in (in,notin) | in=notin      | true
            a in ()          | a=            | true
            a in (,b)        | a=            | true
            a in (b,)        | a=            | true
            a in (b,,c)      | a=            | true
            """)
    void aQuerySelects(String query, String labels, boolean selected) {
        assertThat(LabelSelectorParser.parse(query).matches(labels(labels))).isEqualTo(selected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a b           | unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt
            =a            | found '=', expected: !, identifier, or 'end of string'
            a=b c         | found 'c', expected: ',' or 'end of string'
            a,            | found '', expected: identifier after ','
            a,,b          | found ',', expected: identifier after ','
            !             | unable to parse requirement: found '', expected: identifier
            a=(           | unable to parse requirement: found '(', expected: identifier
            a in b        | unable to parse requirement: found 'b' expected: '('
            a in (b       | unable to parse requirement: found '', expected: ',' or ')'
            a in (b c)    | unable to parse requirement: found 'c', expected: ',' or ')'
            a in (=       | unable to parse requirement: found '=', expected: ',', ')' or identifier
            a in (b,=     | unable to parse requirement: found '=', expected: ',', or identifier
            !a in (b)     | found 'in', expected: ',' or 'end of string'
            """)
    void aWrongQueryIsRefusedInUpstreamsWords(String query, String message) {
        assertThatThrownBy(() -> LabelSelectorParser.parse(query))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    @DisplayName("a selector of the API: missing matches nothing, empty everything, else all requirements")
    void aSelectorOfTheApiIsRead() {
        assertThat(LabelSelector.of(Json.parse("null")).matches(Map.of())).isFalse();
        assertThat(LabelSelector.of(Json.parse("{}")).matches(Map.of())).isTrue();
        LabelSelector selector = LabelSelector.of(Json.parse("""
                {"matchLabels": {"app": "web"},
                 "matchExpressions": [
                   {"key": "tier", "operator": "In", "values": ["b", "a"]},
                   {"key": "old", "operator": "DoesNotExist"},
                   {"key": "env", "operator": "NotIn", "values": ["prod"]},
                   {"key": "zone", "operator": "Exists"}]}"""));
        assertThat(selector.matches(labels("app=web,tier=a,zone=z"))).isTrue();
        assertThat(selector.matches(labels("app=web,tier=a"))).isFalse();
        assertThat(selector.matches(labels("app=web,tier=a,zone=z,old=1"))).isFalse();
        assertThat(selector.matches(labels("app=web,tier=a,zone=z,env=prod"))).isFalse();
        assertThat(selector).hasToString("app=web,env notin (prod),!old,tier in (a,b),zone");
    }

    @Test
    @DisplayName("an unknown operator is refused in upstream's words")
    void anUnknownOperatorIsRefused() {
        assertThatThrownBy(() -> LabelSelector.of(
                        Json.parse("{\"matchExpressions\": [{\"key\": \"a\", \"operator\": \"Like\"}]}")))
                .hasMessage("\"Like\" is not a valid label selector operator");
    }

    @Test
    @DisplayName("a map of labels selects what has them all; an empty one selects everything")
    void aMapOfLabelsSelects() {
        LabelSelector selector = LabelSelector.ofLabels(labels("b=2,a=1"));
        assertThat(selector.matches(labels("a=1,b=2,c=3"))).isTrue();
        assertThat(selector.matches(labels("a=1"))).isFalse();
        assertThat(selector).hasToString("a=1,b=2");
        assertThat(LabelSelector.ofLabels(Map.of()).isEverything()).isTrue();
        assertThat(LabelSelector.NOTHING.isEverything()).isFalse();
    }

    @Test
    @DisplayName("an object is selected by its labels")
    void anObjectIsSelectedByItsLabels() {
        ApiObject pod = ApiObject.ofJson("{\"metadata\": {\"labels\": {\"a\": \"1\"}}}");
        assertThat(LabelSelectorParser.parse("a=1").matches(pod)).isTrue();
        assertThat(LabelSelectorParser.parse("!a").matches(pod)).isFalse();
        assertThat(LabelSelector.NOTHING.matches(pod)).isFalse();
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> out = new LinkedHashMap<>();
        for (String one : text.isEmpty() ? new String[0] : text.split(",")) {
            String[] parts = one.split("=", 2);
            out.put(parts[0], parts[1]);
        }
        return out;
    }
}
