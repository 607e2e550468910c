package io.kubejar.server.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergePatchTest {
    private static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"'));
    }

    @ParameterizedTest(name = "{1} on {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'a':'1'} | {'b':'2'} | {'a':'1','b':'2'}
                    {'d':{'a':1,'b':2}} | {'d':{'a':null}} | {'d':{'b':2}}
                    {'d':{'a':1}} | {'d':null} | {}
                    {'d':{'a':1}} | {'d':'x'} | {'d':'x'}
                    {'d':[1,2]} | {'d':[3]} | {'d':[3]}
                    {} | {'n':{'q':null,'r':[null,{'s':null}]}} | {'n':{'r':[null,{}]}}
                    {'d':{'a':1}} | {'d':[{'a':null}]} | {'d':[{'a':null}]}
                    {'d':1} | {'d':{'a':null}} | {'d':{}}
                    """)
    void mergesObjectsAndReplacesTheRest(String current, String patch, String result) {
        JsonNode before = json(current);
        JsonNode change = json(patch);
        assertThat(MergePatch.apply(before, change)).isEqualTo(json(result));
        assertThat(before).isEqualTo(json(current));
        assertThat(change).isEqualTo(json(patch));
    }
}
