package io.kubejar.server.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.server.authn.UserInfo;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeAdmissionTest {
    private static final String TAINT = "{\"key\":\"node.kubernetes.io/not-ready\",\"effect\":\"NoSchedule\"}";

    private static JsonNode taints(AdmissionRequest request) {
        new TaintNodesByCondition().mutate(request);
        return Objects.requireNonNull(request.object()).path("spec").path("taints");
    }

    @ParameterizedTest(name = "{0} gets {1}")
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                                            | [T]
            {'taints':[{'key':'a','effect':'NoExecute'}]}                                 | [{'key':'a','effect':'NoExecute'},T]
            {'taints':[{'key':'node.kubernetes.io/not-ready','effect':'NoSchedule'}]}     | [T]
            {'taints':[{'key':'node.kubernetes.io/not-ready','effect':'NoExecute'}]}      | [{'key':'node.kubernetes.io/not-ready','effect':'NoExecute'},T]
            """)
    @DisplayName("a new node is tainted as not ready, once")
    void newNodesAreTainted(String spec, String expected) {
        assertThat(taints(Requests.create(Resources.NODES, "{'metadata':{'name':'a'},'spec':" + spec + "}")))
                .isEqualTo(Json.parse(expected.replace('\'', '"').replace("T]", TAINT + "]")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "status"})
    @DisplayName("an update leaves the taints alone")
    void updatesAreLeftAlone(String subresource) {
        String node = "{'metadata':{'name':'a'},'spec':{}}";
        assertThat(taints(Requests.update(UserInfo.of("anybody"), Resources.NODES, subresource, node, node)))
                .isEmpty();
    }
}
