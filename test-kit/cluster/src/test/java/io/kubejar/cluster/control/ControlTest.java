package io.kubejar.cluster.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.cluster.KubeCluster;
import io.kubejar.cluster.Mode;
import io.kubejar.server.exchange.Answer;
import io.kubejar.server.exchange.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running cluster that is told over HTTPS what is to happen to it. */
class ControlTest {
    @TempDir
    Path folder;

    private ControlClient client(String kubeconfig) throws IOException {
        return ControlClient.of(Files.writeString(folder.resolve("kubeconfig"), kubeconfig));
    }

    @Test
    @DisplayName("whoever is not allowed to is refused in the server's words; a rule for the path allows it")
    void onlyWhoMay() throws IOException {
        try (KubeCluster cluster = KubeCluster.builder().mode(Mode.VIRTUAL).start()) {
            cluster.apply("{apiVersion: v1, kind: ServiceAccount, metadata: {name: tester}}");
            cluster.settle();
            ControlClient tester = client(cluster.kubeconfig("default", "tester"));
            assertThatThrownBy(tester::faults)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("forbidden: User \"system:serviceaccount:default:tester\" cannot get path"
                            + " \"/kubejar/faults\"");
            cluster.apply("""
                    apiVersion: rbac.authorization.k8s.io/v1
                    kind: ClusterRole
                    metadata: {name: tester}
                    rules: [{nonResourceURLs: ["/kubejar/*"], verbs: [get, post]}]
                    ---
                    apiVersion: rbac.authorization.k8s.io/v1
                    kind: ClusterRoleBinding
                    metadata: {name: tester}
                    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: tester}
                    subjects: [{kind: ServiceAccount, name: tester, namespace: default}]
                    """);
            assertThat(tester.begin("cordon-node node-a")).isEqualTo("1  cordon-node node-a");
            assertThat(tester.faults()).containsExactly("1  cordon-node node-a");
            assertThatThrownBy(() -> tester.undo("all")).hasMessageContaining("cannot delete path");
            assertThat(client(cluster.kubeconfig()).undo("all")).containsExactly("1  cordon-node node-a");
            assertThat(cluster.disturb().active()).isEmpty();
            assertThat(cluster.faults()).isEmpty();
        }
    }

    @Test
    @DisplayName("a speed that is no number stops nothing, and is refused")
    void aSpeedIsANumber() throws IOException {
        try (KubeCluster cluster = KubeCluster.builder().mode(Mode.VIRTUAL).start()) {
            Answer answer = cluster.http()
                    .send(
                            "POST",
                            "/kubejar/time",
                            new Headers().add("Content-Type", "application/json"),
                            "{\"speed\": \"fast\"}".getBytes(StandardCharsets.UTF_8));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(new String(answer.body().poll(), StandardCharsets.UTF_8))
                    .contains("time takes advance, runToRest or speed");
        }
    }

    @Test
    @DisplayName("time goes by itself as fast as told, one speed after the other, and stands still again")
    void speeds() throws IOException {
        try (KubeCluster cluster = KubeCluster.builder().mode(Mode.VIRTUAL).start()) {
            ControlClient client = client(cluster.kubeconfig());
            for (double speed : new double[] {10, 1000, 60}) {
                Instant before = cluster.time().now();
                assertThat(client.speed(speed)).endsWith(", goes at speed " + speed);
                org.awaitility.Awaitility.await()
                        .until(() -> cluster.time().now().isAfter(before.plus(Duration.ofSeconds(2))));
            }
            assertThat(client.speed(0)).endsWith(", stands still until it is moved");
            Instant stands = cluster.time().now();
            assertThat(client.advance("90s")).startsWith(stands.plusSeconds(90).toString());
            assertThatThrownBy(() -> client.speed(-1)).hasMessage("a speed is from 0 to 100000.0, not -1.0");
            assertThatThrownBy(() -> client.advance("soon")).hasMessageStartingWith("'soon' is no duration like");
            assertThat(cluster.faults()).isEmpty();
        }
    }
}
