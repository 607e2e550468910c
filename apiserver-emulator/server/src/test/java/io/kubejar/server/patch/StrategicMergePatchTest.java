package io.kubejar.server.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrategicMergePatchTest {
    /** A type of a few members. */
    private record Type(String kind, String name, Map<String, Field> fields) implements MergeRules {
        @Override
        public @Nullable Field field(String member) {
            return fields.get(member);
        }
    }

    private static final MergeRules TEXT = new Type("string", "", Map.of());
    private static final MergeRules TEXTS = new Type("map", "", Map.of());
    private static final MergeRules VARIABLE = new Type("struct", "EnvVar", Map.of());
    private static final MergeRules CONTAINER = new Type(
            "struct",
            "Container",
            Map.of(
                    "env", new MergeRules.Field(VARIABLE, true, "merge", "name"),
                    "args", new MergeRules.Field(TEXT, true, "", "")));
    private static final MergeRules POD = new Type(
            "struct",
            "PodSpec",
            Map.of(
                    "containers", new MergeRules.Field(CONTAINER, true, "merge", "name"),
                    "finalizers", new MergeRules.Field(TEXT, true, "merge", ""),
                    "tolerations", new MergeRules.Field(VARIABLE, true, "", ""),
                    "nodeSelector", new MergeRules.Field(TEXTS, false, "", ""),
                    "replaced", new MergeRules.Field(CONTAINER, false, "replace", ""),
                    "security", new MergeRules.Field(CONTAINER, false, "", "")));

    private static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"'));
    }

    private static JsonNode apply(String current, String patch) {
        return StrategicMergePatch.apply(json(current), json(patch), POD);
    }

    @ParameterizedTest(name = "{1} on {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'a':'1'} | {'b':'2'} | {'a':'1','b':'2'}
                    {'a':'1'} | {'a':null} | {}
                    {} | {'nodeSelector':{'a':null}} | {'nodeSelector':{}}
                    {'nodeSelector':{'a':'b'}} | {'nodeSelector':{'c':'d'}} | {'nodeSelector':{'a':'b','c':'d'}}
                    {'nodeSelector':{'a':'b'}} | {'nodeSelector':{'$patch':'replace','c':'d'}} | {'nodeSelector':{'c':'d'}}
                    {'security':{'a':1}} | {'security':{'$patch':'delete'}} | {'security':{}}
                    {'replaced':{'a':1}} | {'replaced':{'b':2}} | {'replaced':{'b':2}}
                    {'tolerations':[{'key':'a'}]} | {'tolerations':[{'key':'b'}]} | {'tolerations':[{'key':'b'}]}
                    {'containers':[{'name':'c','image':'x'},{'name':'d'}]} | {'containers':[{'name':'d','image':'z'}]} | {'containers':[{'name':'c','image':'x'},{'name':'d','image':'z'}]}
                    {'containers':[{'name':'c'},{'name':'d'}]} | {'containers':[{'name':'e'}]} | {'containers':[{'name':'e'},{'name':'c'},{'name':'d'}]}
                    {'containers':[{'name':'c'},{'name':'d'}]} | {'containers':[{'name':'c','$patch':'delete'}]} | {'containers':[{'name':'d'}]}
                    {'containers':[{'name':'c'}]} | {'containers':[{'name':'q','$patch':'delete'}]} | {'containers':[{'name':'c'}]}
                    {'containers':[{'name':'c'}]} | {'containers':[{'name':'e'},{'$patch':'replace'}]} | {'containers':[{'name':'e'}]}
                    {} | {'containers':[{'name':'e','$patch':'delete'}]} | {'containers':[]}
                    {'containers':[{'name':'c','env':[{'name':'A','v':1},{'name':'B'}]}]} | {'containers':[{'name':'c','env':[{'name':'B','v':9},{'name':'C'}]}]} | {'containers':[{'name':'c','env':[{'name':'A','v':1},{'name':'B','v':9},{'name':'C'}]}]}
                    {'containers':[{'name':'c'},{'name':'d'}]} | {'$setElementOrder/containers':[{'name':'d'},{'name':'c'}],'containers':[{'name':'c','image':'z'}]} | {'containers':[{'name':'d'},{'name':'c','image':'z'}]}
                    {'containers':[{'name':'c'},{'name':'d'}]} | {'$setElementOrder/containers':[{'name':'e'},{'name':'c'},{'name':'d'}],'containers':[{'name':'e'}]} | {'containers':[{'name':'e'},{'name':'c'},{'name':'d'}]}
                    {'security':{'a':1,'b':2}} | {'security':{'$retainKeys':['b','c'],'c':3}} | {'security':{'b':2,'c':3}}
                    {'finalizers':['a','b']} | {'finalizers':['c']} | {'finalizers':['c','a','b']}
                    {'finalizers':['c','a','b']} | {'$deleteFromPrimitiveList/finalizers':['a']} | {'finalizers':['c','b']}
                    {'finalizers':['c','b']} | {'$setElementOrder/finalizers':['d','b','c'],'finalizers':['d']} | {'finalizers':['d','b','c']}
                    {'finalizers':['a','b']} | {'finalizers':['b','b','c']} | {'finalizers':['a','b','c']}
                    {'containers':[{'name':'c','args':['1','2']}]} | {'containers':[{'name':'c','$deleteFromPrimitiveList/args':['1']}]} | {'containers':[{'name':'c','args':['2']}]}
                    """)
    void mergesByTheRulesOfTheType(String current, String patch, String result) {
        JsonNode before = json(current);
        JsonNode change = json(patch);
        assertThat(StrategicMergePatch.apply(before, change, POD)).isEqualTo(json(result));
        assertThat(before).isEqualTo(json(current));
        assertThat(change).isEqualTo(json(patch));
    }

    @ParameterizedTest(name = "{1} on {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'containers':[{'name':'c'}]} | {'containers':[{'image':'z'}]} | 500 | map: map[image:z] does not contain declared merge key: name
                    {'containers':[{'name':'c'}]} | {'containers':[{'name':'c','$patch':'foo'}]} | 500 | unknown patch type: foo in map: map[$patch:foo name:c]
                    {'containers':[{'name':'c'}]} | {'containers':[{'name':'c','$patch':'merge'}]} | 500 | merging lists cannot yet be specified in the patch
                    {'containers':[{'name':'c'}]} | {'containers':['x']} | 500 | list element types are not identical: [[map[name:c]] [x]]
                    {} | {'security':{},'$retainKeys':'x'} | 400 | invalid patch format of retainKeys
                    {} | {'security':{},'$retainKeys':['other']} | 400 | invalid patch format of retainKeys
                    {} | {'$setElementOrder':[]} | 400 | invalid patch format of setElementOrder list
                    {} | {'$deleteFromPrimitiveList':[]} | 400 | invalid patch format of primitive list
                    {} | {'$setElementOrder/containers':1} | 500 | expected a []interface {}, but received a int64
                    {} | {'$setElementOrder/foo':[]} | 500 | unable to find api field in struct PodSpec for the json field "foo"
                    {'nodeSelector':{'a':{'b':1}}} | {'nodeSelector':{'a':{'b':2}}} | 500 | merging an object in json but data type is not struct, instead is: map
                    {'tolerations':[[1]],'finalizers':[['a']]} | {'finalizers':[['b']]} | 422 | the server rejected our request due to an error in our request
                    """)
    void refusesInUpstreamsWords(String current, String patch, int code, String message) {
        assertThatThrownBy(() -> apply(current, patch))
                .hasMessage(message.replace('\'', '"'))
                .satisfies(e -> assertThat(((StatusException) e).code()).isEqualTo(code));
    }

    @Test
    void aListThatContradictsItsOrderIsRefused() {
        assertThatThrownBy(() -> apply(
                        "{'finalizers':['a']}", "{'$setElementOrder/finalizers':['a','b'],'finalizers':['b','a']}"))
                .hasMessage("The order in patch list:\n[b a]\n doesn't match $setElementOrder list:\n[a b]\n");
    }

    @Test
    void aBadResultShowsThePatchAsGoPrintsIt() {
        assertThat(PatchErrors.badStrategicResult(
                        json("{'spec':{'x':['a',1,2.50,true,null,1e30,0.00001]}}"), "cannot restore slice from map"))
                .hasMessage(
                        " \"\" is invalid: patch: Invalid value: \"map[spec:map[x:[a 1 2.5 true <nil> 1e+30 1e-05]]]\":"
                                + " cannot restore slice from map");
    }
}
