package io.kubejar.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first whole thing: one apply ends in running pods, and everything can be asked why. */
class KubeClusterTest {
    private static final String WEB = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 3
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: c, image: nginx}]}
            """;

    private static KubeCluster cluster;

    @BeforeAll
    static void start() {
        cluster = KubeCluster.builder().nodes(2).start();
    }

    @AfterAll
    static void stop() {
        assertThat(cluster.faults()).isEmpty();
        cluster.close();
    }

    private static String phase(ApiObject pod) {
        return Json.textOr(pod.status(), "", "phase");
    }

    @Test
    @DisplayName("B2.2 an applied deployment ends in running pods, each step a write that a watch has caused")
    void deploymentRuns() {
        cluster.apply(WEB);
        cluster.settle();
        List<ApiObject> pods = cluster.list("pods", "default").stream()
                .filter(pod -> "web".equals(pod.label("app")))
                .toList();
        assertThat(pods).hasSize(3).allSatisfy(pod -> assertThat(phase(pod)).isEqualTo("Running"));
        ApiObject deployment = cluster.get("deploy", "default", "web");
        assertThat(Json.number(deployment.status(), 0, "availableReplicas")).isEqualTo(3);
        assertThat(cluster.explain("default", pods.get(0).name()))
                .contains("is Running on node-")
                .contains("because")
                .contains("deployments/web");
        assertThat(cluster.timeline().entries(e -> e.user().equals("system:kube-scheduler")))
                .hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    @DisplayName("B30.4 deleting a namespace deletes what is in it, and then itself")
    void namespaceGoes() {
        cluster.apply("{apiVersion: v1, kind: Namespace, metadata: {name: going}}");
        cluster.apply(WEB.replace("{name: web}", "{name: web, namespace: going}"));
        cluster.settle();
        cluster.delete("ns", "", "going");
        cluster.settle();
        assertThatThrownBy(() -> cluster.get("ns", "", "going"))
                .isInstanceOf(StatusException.class)
                .hasMessage("namespaces \"going\" not found");
        assertThat(cluster.list("pods", "going")).isEmpty();
    }

    @Test
    @DisplayName("B7.3 every namespace has a service account default and the root certificates")
    void namespaceIsFurnished() {
        cluster.apply("{apiVersion: v1, kind: Namespace, metadata: {name: fresh}}");
        cluster.settle();
        assertThat(cluster.get("sa", "fresh", "default").name()).isEqualTo("default");
        assertThat(cluster.get("cm", "fresh", "kube-root-ca.crt")
                        .at("data", "ca.crt")
                        .asText())
                .startsWith("-----BEGIN CERTIFICATE-----");
    }

    @Test
    @DisplayName("B5.8 somebody without rights is refused in upstream's words")
    void strangersAreRefused() {
        assertThatThrownBy(() -> cluster.client("mike")
                        .list(
                                io.kubejar.core.client.ResourceRef.of(
                                        io.kubejar.core.object.Resources.PODS, "kube-system"),
                                io.kubejar.core.client.ListOptions.ALL))
                .hasMessage("pods is forbidden: User \"mike\" cannot list resource \"pods\" in API group \"\" in the"
                        + " namespace \"kube-system\"");
    }

    @Test
    void stateSurvivesARestartOnADataDirectory(@TempDir Path dir) {
        try (KubeCluster first = KubeCluster.builder().dataDir(dir).start()) {
            first.apply(WEB);
            first.settle();
        }
        try (KubeCluster second = KubeCluster.builder().dataDir(dir).start()) {
            second.settle();
            assertThat(second.list("pods", "default")).hasSize(3);
        }
    }
}
