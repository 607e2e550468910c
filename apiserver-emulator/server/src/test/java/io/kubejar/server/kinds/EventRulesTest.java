package io.kubejar.server.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.FieldErrors;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventRulesTest {
    private static ObjectNode event(String namespace, String fields) {
        return (ObjectNode) Json.parse("{'metadata':{'namespace':'NS'}FIELDS}"
                .replace("FIELDS", fields.isEmpty() ? "" : "," + fields)
                .replace("NS", namespace)
                .replace('\'', '"'));
    }

    private static List<String> problems(FieldErrors errors) {
        return errors.causes().stream()
                .map(cause -> cause.field() + ": " + cause.message())
                .toList();
    }

    private static final String NEWER =
            "'eventTime':'2026-01-01T00:00:00.000000Z','reportingComponent':'example.com/c',"
                    + "'reportingInstance':'i','action':'A','reason':'R','type':'Normal','involvedObject':{'namespace':'n'}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "n|'involvedObject':{'namespace':'n'}|``",
                "default||``",
                "n||involvedObject.namespace: Invalid value: \"\": does not match event.namespace",
                "n|'involvedObject':{'namespace':'m'}|involvedObject.namespace: Invalid value: \"m\": does not match"
                        + " event.namespace",
                "kube-system|'eventTime':'2026-01-01T00:00:00.000000Z'|reportingComponent: Required value",
            })
    void theRulesOfTheOlderForm(String namespace, String fields, String first) {
        FieldErrors errors = new FieldErrors();
        EventRules.legacy(event(namespace, fields == null ? "" : fields), errors);
        assertThat(problems(errors).stream().findFirst().orElse("")).isEqualTo(first);
    }

    @Test
    void theRulesOfTheNewerForm() {
        FieldErrors fine = new FieldErrors();
        EventRules.strict(event("n", NEWER), fine);
        assertThat(problems(fine)).isEmpty();
        FieldErrors errors = new FieldErrors();
        EventRules.strict(event("n", "'involvedObject':{'namespace':'n'},'series':{'count':0},'count':1"), errors);
        assertThat(problems(errors))
                .containsExactly(
                        "series.count: Invalid value: \"\": should be at least 2",
                        "series.lastObservedTime: Required value",
                        "eventTime: Required value",
                        "type: Invalid value: \"\": has invalid value: ",
                        "count: Invalid value: \"\": needs to be unset");
    }

    @Test
    void anUpdateOfTheNewerFormOnlyMovesTheSeries() {
        ObjectNode old = event("n", NEWER);
        FieldErrors fine = new FieldErrors();
        EventRules.strictUpdate(
                event("n", NEWER + ",'series':{'count':2,'lastObservedTime':'2026-01-01T00:00:00.000000Z'}"),
                old,
                fine);
        assertThat(problems(fine)).isEmpty();
        FieldErrors errors = new FieldErrors();
        EventRules.strictUpdate(event("n", NEWER.replace("'A'", "'B'")), old, errors);
        assertThat(problems(errors)).containsExactly("action: Invalid value: \"B\": field is immutable");
    }
}
