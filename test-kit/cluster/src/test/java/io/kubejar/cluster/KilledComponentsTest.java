package io.kubejar.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kubejar.cluster.fault.Disturbance;
import io.kubejar.cluster.fault.Disturbances;
import io.kubejar.cluster.fault.Match;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WatchEvent;
import io.kubejar.core.client.WatchHandler;
import io.kubejar.core.client.WatchOptions;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.server.remote.HttpApiClient;
import io.kubejar.server.remote.KubeconfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Components that are killed, and what becomes of them when they start anew. */
class KilledComponentsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LEASE = Duration.ofSeconds(20);

    private static String deployment(int replicas) {
        return "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: " + replicas
                + ", selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}},"
                + " spec: {containers: [{name: web, image: nginx}]}}}}";
    }

    private static KubeCluster elected(Mode mode) {
        return KubeCluster.builder().mode(mode).leaderElection(true).start();
    }

    private static ApiObject lease(KubeCluster cluster, String name) {
        return cluster.get("leases", "kube-system", name);
    }

    private static ApiObject status(KubeCluster cluster, String pod) {
        return cluster.get("pods", "default", pod);
    }

    private static long started(KubeCluster cluster, String event) {
        return cluster.list("events", "default").stream()
                .filter(one -> one.at("reason").asText().equals(event))
                .count();
    }

    private static int watches(KubeCluster cluster) {
        int open = cluster.disturb().cutWatches(Match.ALL);
        cluster.time().advance(Duration.ofMinutes(1)); // they are all opened again
        return open;
    }

    @ParameterizedTest
    @EnumSource(names = {"VIRTUAL", "SEEDED"})
    @DisplayName("what is killed and started anew leaves no watch behind, and has as many as before")
    void watchesAreAsBefore(Mode mode) {
        try (KubeCluster cluster = KubeCluster.builder().mode(mode).start()) {
            Disturbances disturb = cluster.disturb();
            int before = watches(cluster);
            disturb.killComponent("kube-controller-manager");
            disturb.killComponent("kube-scheduler");
            assertThat(watches(cluster)).isEqualTo(3); // the nodes': pods, ConfigMaps and Secrets
            disturb.undoAll();
            cluster.settle();
            assertThat(watches(cluster)).isEqualTo(before);
            disturb.restartComponent("deployment-controller"); // has copies of its own now
            cluster.settle();
            assertThat(watches(cluster)).isEqualTo(before + 3);
            Disturbance again = disturb.killComponent("deployment-controller");
            assertThat(watches(cluster)).isEqualTo(before);
            again.undo();
            disturb.restartComponent("kube-controller-manager");
            cluster.settle();
            assertThat(watches(cluster)).isEqualTo(before);
            assertThat(cluster.faults()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a copy of a cluster with dead components has all of them, and the other cluster none of its own")
    void aCopyHasAllComponents(Mode mode) {
        try (KubeCluster cluster = KubeCluster.builder().mode(mode).start()) {
            cluster.disturb().killComponent("kube-controller-manager");
            cluster.apply(deployment(2));
            cluster.settle();
            try (KubeCluster copy = cluster.fork()) {
                copy.settle();
                assertThat(copy.list("pods", "default")).hasSize(2);
                copy.disturb().killComponent("kube-scheduler");
            }
            assertThat(cluster.list("pods", "default")).isEmpty();
            cluster.disturb().undoAll();
            cluster.settle();
            assertThat(cluster.get("deploy", "default", "web")
                            .at("status", "availableReplicas")
                            .asInt())
                    .isEqualTo(2);
        }
    }

    @Test
    @DisplayName(
            "a killed kubelet's containers run on, and the new one finds them, also the one that has ended meanwhile")
    void containersOutliveTheirKubelet() {
        try (KubeCluster cluster = KubeCluster.builder().mode(Mode.VIRTUAL).start()) {
            cluster.apply("""
                    {apiVersion: v1, kind: Pod, metadata: {name: stays}, spec: {containers: [{name: a, image: nginx}]}}
                    ---
                    {apiVersion: v1, kind: Pod, metadata: {name: ends}, spec: {restartPolicy: Never,
                     containers: [{name: a, image: busybox, command: [sh, -c, "sleep 30; exit 3"]}]}}
                    """);
            cluster.settle();
            String id = status(cluster, "stays")
                    .status()
                    .at("/containerStatuses/0/containerID")
                    .asText();
            Disturbance killed = cluster.disturb().killComponent("kubelet/node-a");
            cluster.time().advance(Duration.ofMinutes(3));
            assertThat(ready(cluster)).isEqualTo("Unknown");
            assertThat(Json.text(status(cluster, "ends").status(), "phase")).isEqualTo("Running");
            killed.undo();
            cluster.settle();
            assertThat(ready(cluster)).isEqualTo("True");
            ApiObject stays = status(cluster, "stays");
            assertThat(stays.status().at("/containerStatuses/0/containerID").asText())
                    .isEqualTo(id);
            assertThat(stays.status().at("/containerStatuses/0/restartCount").asInt())
                    .isZero();
            ApiObject ends = status(cluster, "ends");
            var end = ends.status().at("/containerStatuses/0/state/terminated");
            assertThat(end.path("exitCode").asInt()).isEqualTo(3);
            assertThat(Duration.between(
                            java.time.Instant.parse(end.path("startedAt").asText()),
                            java.time.Instant.parse(end.path("finishedAt").asText())))
                    .isEqualTo(Duration.ofSeconds(30));
            assertThat(started(cluster, "Rebooted")).isZero();
            assertThat(started(cluster, "Starting")).isPositive();
        }
    }

    private static String ready(KubeCluster cluster) {
        for (var condition : cluster.get("nodes", "", "node-a").at("status", "conditions")) {
            if ("Ready".equals(Json.text(condition, "type"))) {
                return Json.textOr(condition, "", "status");
            }
        }
        return "";
    }

    @ParameterizedTest
    @EnumSource(names = {"VIRTUAL", "SEEDED"})
    @DisplayName("a killed leader gives nothing back: its successor waits until the lease has run out")
    void aKilledLeaderIsSucceeded(Mode mode) {
        try (KubeCluster cluster = elected(mode)) {
            String before = lease(cluster, "kube-controller-manager")
                    .at("spec", "holderIdentity")
                    .asText();
            cluster.disturb().restartComponent("kube-controller-manager");
            cluster.apply(deployment(2));
            cluster.settle();
            assertThat(cluster.deciders().lead()).isFalse();
            assertThat(cluster.list("pods", "default")).isEmpty();
            cluster.time().advance(LEASE);
            assertThat(cluster.deciders().lead()).isTrue();
            assertThat(cluster.list("pods", "default")).hasSize(2);
            ApiObject after = lease(cluster, "kube-controller-manager");
            assertThat(after.at("spec", "holderIdentity").asText()).isNotEqualTo(before);
            assertThat(after.at("spec", "leaseTransitions").asInt()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"VIRTUAL", "SEEDED"})
    @DisplayName("a leader that cannot renew its lease stops, and leads again when it can")
    void aLeaseIsLostAndTakenAgain(Mode mode) {
        try (KubeCluster cluster = elected(mode)) {
            try (Disturbance fault = cluster.disturb()
                    .fail(
                            Match.ALL
                                    .verb("update")
                                    .resource("leases.coordination.k8s.io")
                                    .namespace("kube-system"),
                            503)) {
                cluster.time().advance(LEASE);
                assertThat(cluster.deciders().lead()).isFalse();
                cluster.apply(deployment(2));
                cluster.settle();
                assertThat(cluster.list("pods", "default")).isEmpty();
                assertThat(fault.isUndone()).isFalse();
            }
            cluster.time().advance(LEASE);
            assertThat(cluster.deciders().lead()).isTrue();
            assertThat(cluster.list("pods", "default")).hasSize(2);
        }
    }

    @Test
    @DisplayName("while the API server is down everybody is refused; then all goes on from what etcd has")
    void theApiServerGoesAndComes() {
        try (KubeCluster cluster = KubeCluster.builder().mode(Mode.VIRTUAL).start()) {
            cluster.apply(deployment(2));
            cluster.settle();
            Disturbances disturb = cluster.disturb();
            disturb.cordonNode("node-a");
            Disturbance down = disturb.killComponent("kube-apiserver");
            assertThatThrownBy(() -> cluster.list("pods", "default"))
                    .isInstanceOf(StatusException.class)
                    .hasMessageContaining("the API server is down");
            cluster.time().advance(Duration.ofMinutes(2));
            assertThat(disturb.cutWatches(Match.ALL)).isZero();
            Disturbance away = disturb.etcdUnavailable();
            assertThatThrownBy(down::undo).hasMessageContaining("etcdserver: no leader");
            assertThat(down.isUndone()).isFalse();
            disturb.undoAll();
            assertThat(away.isUndone()).isTrue();
            assertThat(disturb.active()).isEmpty();
            cluster.apply(deployment(5));
            cluster.time().advance(Duration.ofMinutes(1));
            assertThat(cluster.get("deploy", "default", "web")
                            .at("status", "availableReplicas")
                            .asInt())
                    .isEqualTo(5);
            assertThat(cluster.faults()).isEmpty();
        }
    }

    @Test
    @DisplayName("once a collector was started anew nobody goes on to list what is not served any more")
    void nobodyListsWhatIsGone() {
        try (KubeCluster cluster =
                KubeCluster.builder().mode(Mode.VIRTUAL).heartbeats(false).start()) {
            String foos = Samples.FOOS.replace("Namespaced", "Cluster"); // those in namespaces others watch too
            cluster.apply(foos);
            cluster.settle();
            cluster.disturb().restartComponent("garbage-collector");
            cluster.delete("crd", "", "foos.example.com");
            cluster.settle();
            cluster.apply(foos);
            cluster.time().advance(Duration.ofHours(1)); // who still asks for them finds them
            assertThat(cluster.disturb().cutWatches(Match.ALL.resource("foos.example.com")))
                    .as("the collector's own")
                    .isEqualTo(1);
        }
    }

    @Test
    @DisplayName("an API server that cannot start again is one that was killed, and is undone as such")
    void aRestartThatFailsCanBeUndone() {
        try (KubeCluster cluster = KubeCluster.builder().mode(Mode.VIRTUAL).start()) {
            Disturbances disturb = cluster.disturb();
            Disturbance away = disturb.etcdUnavailable();
            assertThatThrownBy(() -> disturb.restartComponent("kube-apiserver"))
                    .hasMessageContaining("etcdserver: no leader");
            assertThat(disturb.active()).hasToString("[etcd-unavailable, kill kube-apiserver]");
            away.undo();
            disturb.undoAll();
            assertThat(disturb.active()).isEmpty();
            assertThat(cluster.list("nodes", "")).hasSize(1);
        }
    }

    @Test
    @DisplayName("clients outside lose their connections, and get none until the API server is back")
    void connectionsAreGone(@TempDir Path folder) throws IOException, InterruptedException {
        try (KubeCluster cluster = KubeCluster.start()) {
            Path config = Files.writeString(folder.resolve("config"), cluster.kubeconfig());
            ApiClient client = new HttpApiClient(KubeconfigReader.read(config), "test/v1");
            ResourceRef pods = ResourceRef.of(Resources.PODS, "default");
            CountDownLatch ended = new CountDownLatch(1);
            ApiClient.Watch watch = client.watch(pods, WatchOptions.from(cluster.revision()), new WatchHandler() {
                @Override
                public void onEvent(WatchEvent event) {}

                @Override
                public void onClose(@Nullable StatusException why) {
                    ended.countDown();
                }
            });
            try (Disturbance down = cluster.disturb().killComponent("kube-apiserver")) {
                assertThat(ended.await(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS))
                        .isTrue();
                assertThatThrownBy(() -> client.list(pods, ListOptions.ALL)).hasMessageContaining("cannot be reached");
                assertThat(down.isUndone()).isFalse();
            }
            watch.close();
            assertThat(client.list(pods, ListOptions.ALL).items()).isEmpty();
            cluster.apply(deployment(1));
            await().atMost(PATIENCE)
                    .until(() -> client.list(pods, ListOptions.ALL).items().size() == 1);
            assertThat(cluster.faults()).isEmpty();
        }
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        try (KubeCluster cluster = KubeCluster.builder().mode(Mode.VIRTUAL).start()) {
            Disturbances disturb = cluster.disturb();
            assertThatThrownBy(() -> disturb.killComponent("deployment"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("there is no component deployment; there are [kube-apiserver,"
                            + " kube-controller-manager, kube-scheduler, clusterrole-aggregation-controller,")
                    .hasMessageContaining("garbage-collector, ")
                    .hasMessageEndingWith("kubelet/node-a]");
            Disturbance killed = disturb.killComponent("kube-scheduler");
            assertThat(killed).hasToString("kill kube-scheduler");
            assertThatThrownBy(() -> disturb.restartComponent("kube-scheduler"))
                    .hasMessage("kube-scheduler is down already; undo that first");
            assertThat(disturb.active()).isEqualTo(List.of(killed));
            killed.undo();
            disturb.restartComponent("kube-scheduler");
            assertThat(disturb.active()).isEmpty();
        }
    }
}
