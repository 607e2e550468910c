package io.kubejar.server.fields;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.core.time.ManualClock;
import io.kubejar.server.schema.Schemas;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManagedFieldsTest {
    private static final Gvk POD = new Gvk("", "v1", "Pod");
    private static final Gvk SERVICE = new Gvk("", "v1", "Service");
    private static final Gvk CONFIG = new Gvk("", "v1", "ConfigMap");
    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final ManagedFields fields = new ManagedFields(clock);

    private static ObjectNode json(String text) {
        return (ObjectNode) Json.parse(text.replace('\'', '"'));
    }

    private static ManagedFields.Write write(Gvk kind, String manager) {
        return new ManagedFields.Write(kind, Schemas.of(kind), manager, "", !kind.equals(CONFIG));
    }

    private ObjectNode apply(ObjectNode live, String manager, String applied, boolean force) {
        Gvk kind = applied.contains("'data'") || !applied.contains("'spec'") ? CONFIG : SERVICE;
        ObjectNode body = json(applied);
        body.put("apiVersion", "v1").put("kind", kind.kind());
        Json.child(body, "metadata").put("name", "a");
        return fields.apply(write(kind, manager), live, body, force);
    }

    private static String owners(ObjectNode object) {
        StringBuilder out = new StringBuilder();
        object.path("metadata")
                .path("managedFields")
                .forEach(entry -> out.append(out.length() == 0 ? "" : " ")
                        .append(entry.path("manager").asText())
                        .append(entry.path("operation").asText().equals("Apply") ? "*" : "")
                        .append(entry.path("fieldsV1")
                                .toString()
                                .replace("\\\"", "~")
                                .replace('"', '\'')));
        return out.toString();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'data':{'a':'1'},'metadata':{'name':'n','labels':{'x':'y'}}} | me{'f:data':{'.':{},'f:a':{}},'f:metadata':{'f:labels':{'.':{},'f:x':{}}}}
                    {'metadata':{'name':'n','finalizers':['e.x/a']}} | me{'f:metadata':{'f:finalizers':{'.':{},'v:~e.x/a~':{}}}}
                    {'metadata':{'name':'n'}} | ``
                    """)
    void aCreateOwnsWhatItSets(String object, String owners) {
        ObjectNode made = json(object);
        fields.update(write(CONFIG, "me"), Json.object(), made);
        assertThat(owners(made)).isEqualTo(owners);
    }

    @Test
    void elementsOfListsAreOwnedByTheirKeys() {
        ObjectNode pod = json("{'metadata':{'name':'n'},'spec':{'containers':[{'name':'c','image':'x',"
                + "'ports':[{'containerPort':80}],'args':['a']}]},'status':{'phase':'Pending'}}");
        fields.update(write(POD, "me"), Json.object(), pod);
        assertThat(owners(pod))
                .isEqualTo("me{'f:spec':{'f:containers':{'k:{~name~:~c~}':{'.':{},'f:args':{},'f:image':{},"
                        + "'f:name':{},'f:ports':{'.':{},'k:{~containerPort~:80,~protocol~:~TCP~}':"
                        + "{'.':{},'f:containerPort':{}}}}}}}");
    }

    @Test
    void anUpdateTakesOverWhatItChanges() {
        ObjectNode first = json("{'metadata':{'name':'n','uid':'u'},'data':{'a':'1','b':'1'}}");
        fields.update(write(CONFIG, "one"), Json.object(), first);
        ObjectNode second = first.deepCopy();
        Json.child(second, "data").put("a", "2").remove("b");
        fields.update(write(CONFIG, "two"), first, second);
        assertThat(owners(second)).isEqualTo("one{'f:data':{}} two{'f:data':{'f:a':{}}}");
        ObjectNode same = second.deepCopy();
        fields.update(write(CONFIG, "three"), second, same);
        assertThat(same).isEqualTo(second);
    }

    @Test
    void anEmptyListResetsAndStaysReset() {
        ObjectNode first = json("{'metadata':{'name':'n','uid':'u'},'data':{'a':'1'}}");
        fields.update(write(CONFIG, "one"), Json.object(), first);
        ObjectNode reset = first.deepCopy();
        Json.child(reset, "metadata").putArray("managedFields");
        fields.update(write(CONFIG, "two"), first, reset);
        assertThat(owners(reset)).isEmpty();
        ObjectNode later = reset.deepCopy();
        Json.child(later, "data").put("b", "2");
        fields.update(write(CONFIG, "two"), reset, later);
        assertThat(owners(later)).isEmpty();
        assertThatThrownBy(() -> apply(later, "late", "{'data':{'a':'2'}}", false))
                .hasMessage("Apply failed with 1 conflict: conflict with \"before-first-apply\" using v1: .data.a");
    }

    @Test
    void applyMergesAndTakesAwayWhatItNoLongerSays() {
        ObjectNode one = apply(Json.object(), "m", "{'data':{'a':'1','b':'2'}}", false);
        assertThat(owners(one)).isEqualTo("m*{'f:data':{'f:a':{},'f:b':{}}}");
        ObjectNode two = apply(one, "m", "{'data':{'a':'3','c':'4'}}", false);
        assertThat(two.path("data")).isEqualTo(json("{'a':'3','c':'4'}"));
        assertThat(owners(two)).isEqualTo("m*{'f:data':{'f:a':{},'f:c':{}}}");
    }

    @Test
    void appliersOfTheSameValueShareIt() {
        ObjectNode one = apply(Json.object(), "one", "{'data':{'a':'1'}}", false);
        ObjectNode both = apply(one, "two", "{'data':{'a':'1'}}", false);
        assertThat(owners(both)).isEqualTo("two*{'f:data':{'f:a':{}}} one*{'f:data':{'f:a':{}}}");
        ObjectNode left = apply(both, "one", "{}", false);
        assertThat(left.path("data")).isEqualTo(json("{'a':'1'}"));
        assertThat(apply(left, "two", "{}", false).path("data").isEmpty()).isTrue();
    }

    @Test
    void conflictsNameManagerAndFieldAndForceTakesOver() {
        ObjectNode one =
                apply(Json.object(), "one", "{'spec':{'ports':[{'port':80,'targetPort':1,'name':'a'}]}}", false);
        String other = "{'spec':{'ports':[{'port':80,'targetPort':2,'name':'b'}]}}";
        assertThatThrownBy(() -> apply(one, "two", other, false))
                .isInstanceOfSatisfying(StatusException.class, e -> {
                    assertThat(e.code()).isEqualTo(409);
                    assertThat(e.status().path("details").path("causes").get(0).toString())
                            .isEqualTo("{\"reason\":\"FieldManagerConflict\",\"message\":\"conflict with \\\"one\\\"\","
                                    + "\"field\":\".spec.ports[port=80,protocol=\\\"TCP\\\"].name\"}");
                })
                .hasMessage("Apply failed with 2 conflicts: conflicts with \"one\":\n"
                        + "- .spec.ports[port=80,protocol=\"TCP\"].name\n"
                        + "- .spec.ports[port=80,protocol=\"TCP\"].targetPort");
        ObjectNode forced = apply(one, "two", other, true);
        assertThat(forced.path("spec").path("ports").get(0).path("targetPort").asInt())
                .isEqualTo(2);
        assertThat(owners(forced))
                .isEqualTo("one*{'f:spec':{'f:ports':{'k:{~port~:80,~protocol~:~TCP~}':{'.':{},'f:port':{}}}}}"
                        + " two*{'f:spec':{'f:ports':{'k:{~port~:80,~protocol~:~TCP~}':{'.':{},'f:name':{},"
                        + "'f:port':{},'f:targetPort':{}}}}}");
    }

    @Test
    void elementsOfOthersStayWhereTheyAre() {
        ObjectNode one = apply(Json.object(), "one", "{'spec':{'ports':[{'port':80},{'port':81}]}}", false);
        ObjectNode two = apply(one, "two", "{'spec':{'ports':[{'port':82}]}}", false);
        assertThat(two.path("spec").path("ports").findValuesAsText("port")).containsExactly("80", "81", "82");
        ObjectNode three = apply(two, "one", "{'spec':{'ports':[{'port':81}]}}", false);
        assertThat(three.path("spec").path("ports").findValuesAsText("port")).containsExactly("81", "82");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'data':{'a':'1'},'foo':1} | failed to create typed patch object (/a; /v1, Kind=ConfigMap): .foo: field not declared in schema
                    {'spec':{'ports':[{'port':80},{'port':80,'protocol':'TCP'}]}} | failed to create typed patch object (/a; /v1, Kind=Service): .spec.ports: duplicate entries for key [port=80,protocol="TCP"]
                    {'metadata':{'managedFields':[{}]}} | metadata.managedFields must be nil
                    """)
    void refusesWhatCannotBeApplied(String applied, String message) {
        assertThatThrownBy(() -> apply(Json.object(), "m", applied, false)).hasMessage(message);
    }
}
