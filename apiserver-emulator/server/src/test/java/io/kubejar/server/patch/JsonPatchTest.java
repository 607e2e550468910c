package io.kubejar.server.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPatchTest {
    private static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"'));
    }

    @ParameterizedTest(name = "{1} on {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'a':'1'} | [{'op':'add','path':'/b','value':'2'}] | {'a':'1','b':'2'}
                    {'a':'1'} | [{'op':'add','path':'/b'}] | {'a':'1','b':null}
                    {'a':'1','b':1} | [{'op':'remove','path':'/a'}] | {'b':1}
                    {'a':{'x/y':1}} | [{'op':'replace','path':'/a/x~1y','value':2}] | {'a':{'x/y':2}}
                    {'a':{}} | [{'op':'replace','path':'/a/new','value':2}] | {'a':{'new':2}}
                    {'a':1} | [{'op':'move','from':'/a','path':'/b'}] | {'b':1}
                    {'a':[1]} | [{'op':'copy','from':'/a','path':'/b'}] | {'a':[1],'b':[1]}
                    {'a':1} | [{'op':'test','path':'/a','value':1}] | {'a':1}
                    {'a':1} | [{'op':'test','path':'/b','value':null}] | {'a':1}
                    {'l':[1,2]} | [{'op':'add','path':'/l/1','value':9}] | {'l':[1,9,2]}
                    {'l':[1,2]} | [{'op':'add','path':'/l/-','value':9}] | {'l':[1,2,9]}
                    {'l':[1,2]} | [{'op':'add','path':'/l/-1','value':9}] | {'l':[1,2,9]}
                    {'l':[1,2]} | [{'op':'remove','path':'/l/-1'}] | {'l':[1]}
                    {'l':[{'a':1}]} | [{'op':'test','path':'/l/0','value':{'a':1}}] | {'l':[{'a':1}]}
                    {'a':1} | [{'op':'replace','path':'','value':{'b':2}}] | {'b':2}
                    {'a':1} | [] | {'a':1}
                    """)
    void appliesItsOperationsInOrder(String current, String patch, String result) {
        JsonNode before = json(current);
        assertThat(JsonPatch.apply(before, json(patch))).isEqualTo(json(result));
        assertThat(before).isEqualTo(json(current));
    }

    @ParameterizedTest(name = "{1} on {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'a':'1'} | [{'op':'test','path':'/a','value':'2'}]
                    {'a':1} | [{'op':'test','path':'/a','value':1.0}]
                    {'a':1} | [{'op':'test','path':'/a'}]
                    {'a':1} | [{'op':'add','path':'/x/y','value':1}]
                    {'a':1} | [{'op':'add','path':'/a/y','value':1}]
                    {'a':1} | [{'op':'add','path':'','value':{}}]
                    {'a':1} | [{'op':'add','value':1}]
                    {'a':1} | [{'op':'remove','path':'/b'}]
                    {'a':1} | [{'op':'move','from':'/b','path':'/c'}]
                    {'a':1} | [{'op':'foo','path':'/a'}]
                    {'a':1} | [{'op':'replace','path':'','value':'x'}]
                    {'l':[1]} | [{'op':'add','path':'/l/2','value':1}]
                    {'l':[1]} | [{'op':'add','path':'/l/-3','value':1}]
                    {'l':[1]} | [{'op':'remove','path':'/l/1'}]
                    {'l':[1]} | [{'op':'replace','path':'/l/x','value':1}]
                    """)
    void refusesTheWholePatchWithoutSayingWhy(String current, String patch) {
        assertThatThrownBy(() -> JsonPatch.apply(json(current), json(patch)))
                .isInstanceOfSatisfying(StatusException.class, e -> {
                    assertThat(e.code()).isEqualTo(422);
                    assertThat(e.status().path("reason").asText()).isEqualTo("Invalid");
                    assertThat(Json.string(e.status().path("details"))).isEqualTo("{}");
                })
                .hasMessage("the server rejected our request due to an error in our request");
    }

    @Test
    void tooManyOperationsAreTooLarge() {
        ArrayNode patch = Json.array();
        for (int i = 0; i <= JsonPatch.OPERATIONS_MAX; i++) {
            patch.addObject().put("op", "test").put("path", "/a").put("value", 1);
        }
        assertThatThrownBy(() -> JsonPatch.apply(json("{'a':1}"), patch))
                .hasMessage("Request entity is too large: The allowed maximum operations in a JSON patch is 10000, got"
                        + " 10001")
                .satisfies(e -> assertThat(((StatusException) e).code()).isEqualTo(413));
    }

    @Test
    void copiesMayNotGrowTheObjectWithoutBound() {
        StringBuilder patch = new StringBuilder("[");
        for (int i = 0; i < 40; i++) {
            patch.append(i == 0 ? "" : ",")
                    .append("{'op':'copy','from':'/a','path':'/a/x")
                    .append(i)
                    .append("'}");
        }
        assertThatThrownBy(() -> JsonPatch.apply(json("{'a':{'b':'c'}}"), json(patch + "]")))
                .hasMessageStartingWith("the server rejected our request");
    }

    @Test
    void aBadResultIsShownWithTheObjectsThatWereOpenedSorted() {
        JsonNode result = JsonPatch.apply(
                json("{'kind':'ConfigMap','apiVersion':'v1','metadata':{'z':1,'a':'<'},'data':{'b':'2'}}"),
                json("[{'op':'add','path':'/data/a','value':3}]"));
        assertThat(PatchErrors.badResult(result, "no"))
                .hasMessage(" \"\" is invalid: patch: Invalid value: \"{\\\"apiVersion\\\":\\\"v1\\\",\\\"data\\\":"
                        + "{\\\"a\\\":3,\\\"b\\\":\\\"2\\\"},\\\"kind\\\":\\\"ConfigMap\\\",\\\"metadata\\\":"
                        + "{\\\"z\\\":1,\\\"a\\\":\\\"\\\\u003c\\\"}}\": no");
    }
}
