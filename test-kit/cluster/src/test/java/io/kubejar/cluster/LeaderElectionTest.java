package io.kubejar.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kubejar.core.object.ApiObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of several servers decides. */
class LeaderElectionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private static String deployment(int replicas) {
        return "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: default}, spec: {replicas: "
                + replicas + ", selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}},"
                + " spec: {containers: [{name: web, image: nginx}]}}}}";
    }

    private static String holder(KubeCluster cluster, String lease) {
        return cluster.get("lease", "kube-system", lease)
                .at("spec", "holderIdentity")
                .asText();
    }

    private static List<ApiObject> ready(KubeCluster cluster) {
        return cluster.list("pods", "default").stream()
                .filter(pod -> pod.at("status", "phase").asText().equals("Running"))
                .toList();
    }

    private static long podsMadeBy(KubeCluster cluster) {
        return cluster
                .timeline()
                .entries(e -> e.verb().equals("create") && e.path().contains("/default/pods/web-"))
                .stream()
                .filter(e -> e.user().endsWith(":replicaset-controller"))
                .count();
    }

    @Test
    @Tag("interop")
    @DisplayName(
            "B2.11 of two servers on one etcd one decides; when it closes the other goes on, and no pod is made twice")
    void theSecondTakesOver() throws Exception {
        try (RealEtcd etcd = RealEtcd.start(folder);
                KubeCluster second = takeOver(etcd)) {
            await().atMost(PATIENCE).until(() -> second.deciders().lead());
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(ready(second)).hasSize(5));
            second.settle();
            assertThat(second.list("pods", "default")).hasSize(5);
            assertThat(podsMadeBy(second)).isEqualTo(3);
            assertThat(second.get("lease", "kube-system", "kube-scheduler")
                            .at("spec", "leaseTransitions")
                            .asInt())
                    .isEqualTo(1);
            assertThat(second.list("events", "kube-system"))
                    .filteredOn(e -> e.at("reason").asText().equals("LeaderElection"))
                    .extracting(e -> e.at("message").asText())
                    .contains(holder(second, "kube-scheduler") + " became leader");
            assertThat(second.faults()).isEmpty();
        }
    }

    /** A first server scales a Deployment to two and then, as its last act, to five; gives the one that outlives it. */
    private static KubeCluster takeOver(RealEtcd etcd) {
        try (KubeCluster first =
                KubeCluster.builder().etcdEndpoints(etcd.url()).nodes(0).start()) {
            KubeCluster second =
                    KubeCluster.builder().etcdEndpoints(etcd.url()).firstNode(1).start();
            assertThat(first.deciders().lead()).isTrue();
            assertThat(second.deciders().lead()).isFalse();
            first.apply(deployment(2));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(ready(second)).hasSize(2));
            assertThat(podsMadeBy(first)).isEqualTo(2);
            assertThat(podsMadeBy(second)).isZero();
            assertThat(holder(second, "kube-scheduler")).isEqualTo(holder(first, "kube-controller-manager"));
            assertThat(first.faults()).isEmpty();
            first.deciders().close();
            second.apply(deployment(5));
            return second;
        }
    }

    @Test
    @DisplayName("on the embedded etcd nobody is elected, unless it is asked for")
    void theEmbeddedEtcdNeedsNoElection() {
        try (KubeCluster cluster = KubeCluster.start()) {
            assertThat(cluster.deciders().lead()).isTrue();
            assertThat(cluster.list("leases", "kube-system")).isEmpty();
        }
        try (KubeCluster cluster =
                KubeCluster.builder().leaderElection(true).seed(1).start()) {
            cluster.apply(deployment(2));
            cluster.settle();
            assertThat(ready(cluster)).hasSize(2);
            assertThat(cluster.list("leases", "kube-system"))
                    .extracting(ApiObject::name)
                    .containsExactly("kube-controller-manager", "kube-scheduler");
            cluster.time().advance(Duration.ofHours(1));
            assertThat(cluster.deciders().lead()).isTrue();
            assertThat(cluster.faults()).isEmpty();
        }
    }
}
