package io.kubejar.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.object.ApiObject;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NewNodesTest {
    private static final String POD = "{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: default},"
            + " spec: {containers: [{name: web, image: nginx}]}}";

    @ParameterizedTest
    @EnumSource(Mode.class)
    @DisplayName("a new node is tainted until the node controller has seen it, and takes pods when the start is over")
    void takePodsAfterTheStart(Mode mode) {
        try (KubeCluster cluster = KubeCluster.builder().nodes(3).mode(mode).start()) {
            cluster.apply(POD);
            cluster.settle();
            assertThat(cluster.get("pod", "default", "web")
                            .at("status", "phase")
                            .asText())
                    .isEqualTo("Running");
            assertThat(cluster.list("events", "default"))
                    .noneMatch(event -> event.at("reason").asText().equals("FailedScheduling"));
            for (ApiObject node : cluster.list("nodes", "")) {
                assertThat(node.spec().path("taints")).isEmpty();
                List<Timeline.Entry> writes = cluster.timeline()
                        .entries(e -> e.path().equals("/api/v1/nodes/" + node.name())
                                && e.user().endsWith(":node-controller"));
                assertThat(writes).extracting(Timeline.Entry::verb).contains("patch");
            }
        }
    }
}
