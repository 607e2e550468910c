package io.kubejar.kubelet.env;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {
    private static final Environment.Place PLACE = new Environment.Place("node-0", "172.18.0.2", "10.244.0.2");
    private static final ApiObject POD =
            object("{'kind':'Pod','metadata':{'name':'p','namespace':'d','uid':'u','labels':"
                    + "{'app':'web'}},'spec':{'serviceAccountName':'sa','containers':[{'name':'c','resources':{'limits':"
                    + "{'cpu':'1500m','memory':'64Mi'}}}]}}");

    private static final Lookup LOOKUP = (resource, namespace, name) -> {
        if (resource.equals(Resources.CONFIG_MAPS) && name.equals("cfg")) {
            return object("{'kind':'ConfigMap','data':{'a':'1','b':'2'}}");
        }
        return resource.equals(Resources.SECRETS) && name.equals("sec")
                ? object("{'kind':'Secret','data':{'pw':'aHVudGVyMg=='}}")
                : null;
    };

    private static ApiObject object(String json) {
        return ApiObject.ofJson(json.replace('\'', '"'));
    }

    private static Environment of(String container) {
        JsonNode json = Json.parse(("{'name':'c'," + container + "}").replace('\'', '"'));
        return Environment.of(POD, json, LOOKUP, PLACE);
    }

    @ParameterizedTest
    @DisplayName("B8.17 B8.18 B11.8 where values come from")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'value':'plain'                                                              | plain",
                "'value':'$(FIRST)-$(NONE)-$$(FIRST)'                                         | one-$(NONE)-$(FIRST)",
                "'valueFrom':{'configMapKeyRef':{'name':'cfg','key':'b'}}                     | 2",
                "'valueFrom':{'secretKeyRef':{'name':'sec','key':'pw'}}                       | hunter2",
                "'valueFrom':{'fieldRef':{'fieldPath':'metadata.name'}}                       | p",
                "'valueFrom':{'fieldRef':{'fieldPath':'metadata.namespace'}}                  | d",
                "'valueFrom':{'fieldRef':{'fieldPath':'spec.nodeName'}}                       | node-0",
                "'valueFrom':{'fieldRef':{'fieldPath':'status.podIP'}}                        | 10.244.0.2",
                "'valueFrom':{'fieldRef':{'fieldPath':'spec.serviceAccountName'}}             | sa",
                "'valueFrom':{'fieldRef':{'fieldPath':\"metadata.labels['app']\"}}            | web",
                "'valueFrom':{'resourceFieldRef':{'containerName':'c','resource':'limits.cpu'}} | 2",
                "'valueFrom':{'resourceFieldRef':{'containerName':'c','resource':'limits.memory','divisor':'1Mi'}} | 64",
                "'valueFrom':{'configMapKeyRef':{'name':'none','key':'b','optional':true}}    |",
            })
    void values(String variable, String expected) {
        String json = variable.replace("\"metadata.labels['app']\"", "'metadata.labels[#app#]'");
        Environment env = Environment.of(
                POD,
                Json.parse(("{'env':[{'name':'FIRST','value':'one'},{'name':'X'," + json + "}]}")
                        .replace('\'', '"')
                        .replace('#', '\'')),
                LOOKUP,
                PLACE);
        assertThat(env.problem()).isNull();
        assertThat(env.variables().get("X")).isEqualTo(expected);
    }

    @ParameterizedTest
    @DisplayName("B11.8 what is missing, in the kubelet's words")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'env':[{'name':'X','valueFrom':{'configMapKeyRef':{'name':'no','key':'a'}}}] | configmap 'no' not found",
                "'env':[{'name':'X','valueFrom':{'configMapKeyRef':{'name':'cfg','key':'z'}}}]| couldn't find key z in ConfigMap d/cfg",
                "'env':[{'name':'X','valueFrom':{'secretKeyRef':{'name':'no','key':'a'}}}]    | secret 'no' not found",
                "'env':[{'name':'X','valueFrom':{'secretKeyRef':{'name':'sec','key':'z'}}}]   | couldn't find key z in Secret d/sec",
                "'envFrom':[{'secretRef':{'name':'no'}}]                                      | secret 'no' not found",
            })
    void problems(String container, String problem) {
        String expected = problem.startsWith("couldn't") ? problem : problem.replace('\'', '"');
        assertThat(of(container).problem()).isEqualTo(expected);
    }

    @Test
    void wholeObjectsWithAPrefix() {
        assertThat(of("'envFrom':[{'prefix':'P_','configMapRef':{'name':'cfg'}}]")
                        .variables())
                .containsEntry("P_a", "1")
                .containsEntry("P_b", "2")
                .containsEntry("KUBERNETES_SERVICE_HOST", "10.96.0.1")
                .containsEntry("HOSTNAME", "p");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'configMap':{'name':'cfg'}                                 |",
                "'configMap':{'name':'no'}                                  | configmap #no# not found",
                "'configMap':{'name':'no','optional':true}                  |",
                "'configMap':{'name':'cfg','items':[{'key':'z','path':'z'}]} | configmap references non-existent config key: z",
                "'secret':{'secretName':'no'}                               | secret #no# not found",
                "'secret':{'secretName':'sec','items':[{'key':'z'}]}        | references non-existent secret key: z",
                "'projected':{'sources':[{'configMap':{'name':'kube-root-ca.crt'}},{'secret':{'name':'sec'}}]} |",
                "'projected':{'sources':[{'secret':{'name':'no'}}]}         | secret #no# not found",
                "'emptyDir':{}                                              |",
            })
    void volumes(String volume, String why) {
        ApiObject pod = object("{'metadata':{'namespace':'d'},'spec':{'volumes':[{'name':'v'," + volume + "}]}}");
        String expected = why == null ? null : "MountVolume.SetUp failed for volume \"v\" : " + why.replace('#', '"');
        assertThat(Volumes.problem(pod, LOOKUP)).isEqualTo(expected);
    }

    @Test
    @DisplayName("B11.7 items select and rename keys")
    void files() {
        ApiObject pod =
                object("{'metadata':{'namespace':'d'},'spec':{'volumes':[{'name':'v','secret':{'secretName':'sec',"
                        + "'items':[{'key':'pw','path':'my/password'}]}}]}}");
        JsonNode container = Json.parse("{\"volumeMounts\":[{\"name\":\"v\",\"mountPath\":\"/etc/s\"}]}");
        assertThat(Volumes.file(pod, container, LOOKUP, PLACE, "/etc/s/my/password"))
                .isEqualTo("hunter2");
        assertThat(Volumes.file(pod, container, LOOKUP, PLACE, "/etc/other")).isNull();
    }
}
