package io.kubejar.cluster.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.object.ApiObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is different between two states. */
class DiffTest {
    private static ApiObject object(String json) {
        return ApiObject.ofJson(json.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':1} | {'a':1} | ",
                "{'a':1} | {'a':2} | ~ a: 1 -> 2",
                "{} | {'a':{'b':'x'}} | + a: {\"b\":\"x\"}",
                "{'a':[1,2]} | {'a':[1]} | - a[1]: 2",
                "{'a':[1]} | {'a':{}} | ~ a: [1] -> {}",
                "{'c':[{'type':'Ready','status':'False'}]} | {'c':[{'type':'Sync'},{'type':'Ready','status':'True'}]}"
                        + " | ~ c[Ready].status: False -> True; + c[Sync]: {\"type\":\"Sync\"}",
                "{'c':[{'name':'a','image':'x'}]} | {'c':[{'name':'a','image':'y'}]} | ~ c[a].image: x -> y",
                "{'metadata':{'resourceVersion':'1'}} | {'metadata':{'resourceVersion':'2','managedFields':[]}} | ",
            })
    void namesPathsAndValues(String before, String after, String expected) {
        String shown = Diff.of(object(before), object(after)).toString().replace("\n", "; ");
        assertThat(shown).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void longValuesAreCut() {
        Diff diff = Diff.of(object("{}"), object("{'a':'" + "x".repeat(1000) + "'}"));
        assertThat(diff.toString()).hasSizeLessThan(250).endsWith("...");
        assertThat(diff.paths()).isEqualTo(List.of("a"));
    }
}
