package io.kubejar.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.etcd.bolt.DamagedFileException;
import io.kubejar.server.remote.HttpApiClient;
import io.kubejar.server.remote.KubeconfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A cluster in a file, and the cluster that goes on from it. */
class SnapshotTest {
    private static final String WEB = Samples.web(2);

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("cluster.snapshot");
    }

    /** All objects but those by which nodes show that they live. */
    private static Map<String, JsonNode> everything(KubeCluster cluster) {
        Map<String, JsonNode> all = new TreeMap<>();
        for (String resource : List.of(
                "ns", "sa", "cm", "svc", "endpoints", "endpointslices", "pods", "rs", "deploy", "clusterroles")) {
            cluster.list(resource, "")
                    .forEach(object ->
                            all.put(resource + " " + object.namespace() + " " + object.name(), object.tree()));
        }
        return all;
    }

    @ParameterizedTest
    @EnumSource
    void goesOnFromWhereTheOtherWas(Mode mode) {
        long revision;
        Instant now;
        Map<String, JsonNode> before;
        try (KubeCluster base =
                KubeCluster.builder().mode(mode).nodes(2).heartbeats(false).start()) {
            base.apply(WEB);
            base.settle();
            if (mode != Mode.LIVE) {
                base.time().advance(Duration.ofDays(3));
            }
            base.snapshot(file());
            revision = base.revision();
            now = base.time().now();
            before = everything(base);
        }
        try (KubeCluster next = KubeCluster.builder()
                .mode(mode)
                .heartbeats(false)
                .restore(file())
                .start()) {
            next.settle();
            assertThat(everything(next)).isEqualTo(before);
            assertThat(next.at(revision).list("pods", "default")).hasSize(2);
            if (mode != Mode.LIVE) {
                assertThat(next.time().now()).isEqualTo(now);
            }
            assertThat(next.timeline().entries())
                    .as("but for the event of a restarted node controller nothing has to be done")
                    .allMatch(entry -> entry.path().contains("/events/node-"));
            next.apply(WEB.replace("replicas: 2", "replicas: 4"));
            next.settle();
            assertThat(next.get("deploy", "default", "web")
                            .at("status", "availableReplicas")
                            .asInt())
                    .isEqualTo(4);
            assertThat(next.list("nodes", "")).extracting(ApiObject::name).containsExactly("node-a", "node-b");
            assertThat(next.violations()).isEmpty();
            assertThat(next.faults()).isEmpty();
        }
    }

    @Test
    void containersRunOnAndLostNodesStayLost() {
        try (KubeCluster base = KubeCluster.builder().seed(3).nodes(2).start()) {
            base.apply(WEB);
            base.settle();
            base.disturb().loseNode("node-a");
            base.time().advance(Duration.ofMinutes(2));
            base.snapshot(file());
        }
        try (KubeCluster next = KubeCluster.builder().seed(3).restore(file()).start()) {
            next.time().advance(Duration.ofMinutes(10));
            assertThat(next.list("pods", "default").stream()
                            .filter(pod -> !pod.isTerminating())
                            .map(pod -> Json.text(pod.spec(), "nodeName") + " " + Json.text(pod.status(), "phase")))
                    .containsExactly("node-b Running", "node-b Running");
            next.disturb().rebootNode("node-a");
            next.time().advance(Duration.ofMinutes(1));
            assertThat(next.list("pods", "default")).hasSize(2);
            assertThat(next.violations()).isEmpty();
        }
    }

    @Test
    void kubeconfigsAndTokensStayGood() throws IOException {
        Path kubeconfig = folder.resolve("kubeconfig");
        Path account = folder.resolve("account");
        int port;
        try (KubeCluster base = KubeCluster.builder().port(0).heartbeats(false).start()) {
            Files.writeString(kubeconfig, base.kubeconfig());
            Files.writeString(account, base.kubeconfig("default", "default"));
            port = Integer.parseInt(base.url().replaceAll(".*:", ""));
            base.snapshot(file());
        }
        Path data = folder.resolve("data");
        try (KubeCluster next = KubeCluster.builder()
                .port(port)
                .heartbeats(false)
                .dataDir(data)
                .restore(file())
                .start()) {
            requireGood(kubeconfig, account, next);
        }
        try (KubeCluster again =
                KubeCluster.builder().port(port).heartbeats(false).dataDir(data).start()) {
            requireGood(kubeconfig, account, again);
        }
    }

    private static void requireGood(Path kubeconfig, Path account, KubeCluster cluster) throws IOException {
        assertThat(cluster.url()).isNotEmpty();
        ApiClient admin = new HttpApiClient(KubeconfigReader.read(kubeconfig), "test");
        ApiClient user = new HttpApiClient(KubeconfigReader.read(account), "test");
        ResourceRef node = ResourceRef.of(Resources.NODES, "", "node-a");
        assertThat(admin.get(node).name()).isEqualTo("node-a");
        assertThatThrownBy(() -> user.get(node))
                .hasMessageContaining("User \"system:serviceaccount:default:default\" cannot get resource");
    }

    @Test
    @DisplayName("a snapshot of a copy is one of the copy")
    void copiesAreSavedToo() {
        try (KubeCluster base = KubeCluster.builder()
                        .mode(Mode.VIRTUAL)
                        .heartbeats(false)
                        .start();
                KubeCluster copy = base.fork()) {
            copy.time().advance(Duration.ofHours(1));
            copy.apply(WEB);
            copy.settle();
            copy.snapshot(file());
            try (KubeCluster next = KubeCluster.builder()
                    .mode(Mode.VIRTUAL)
                    .heartbeats(false)
                    .restore(file())
                    .start()) {
                assertThat(next.time().now()).isEqualTo(copy.time().now());
                assertThat(next.list("pods", "default")).hasSize(2);
            }
        }
    }

    @Test
    @DisplayName("keys come from the snapshot: a folder that may have others is refused")
    void keysComeFromTheSnapshot() throws IOException {
        try (KubeCluster base = KubeCluster.builder().heartbeats(false).start()) {
            base.snapshot(file());
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> KubeCluster.builder()
                        .restore(file())
                        .certDir(folder.resolve("pki"))
                        .start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file() + " has the keys of its cluster in it: no other folder for keys with it");
        assertThat(folder.resolve("pki")).doesNotExist();
    }

    @Test
    void whatIsMadeInARestoredClusterGetsIdsOfItsOwn() {
        try (KubeCluster base = KubeCluster.builder().seed(1).heartbeats(false).start()) {
            base.snapshot(file());
        }
        try (KubeCluster next =
                KubeCluster.builder().seed(1).heartbeats(false).restore(file()).start()) {
            next.apply(WEB);
            next.settle();
            assertThat(next.violations()).isEmpty();
        }
    }

    @Test
    void whatIsNoClusterIsRefused() throws IOException {
        try (EtcdServer etcd = EtcdServer.start()) {
            etcd.snapshot(file());
        }
        assertThatThrownBy(() -> KubeCluster.builder().restore(file()).start())
                .hasMessageContaining("holds no cluster: no key in it begins with /registry/");
        Files.writeString(file(), "x".repeat(544));
        assertThatThrownBy(() -> KubeCluster.builder().restore(file()).start())
                .isInstanceOf(DamagedFileException.class);
        assertThatThrownBy(() -> KubeCluster.builder()
                        .restore(file())
                        .etcdEndpoints("http://127.0.0.1:1")
                        .start())
                .hasMessageContaining("etcdutl snapshot restore");
    }
}
