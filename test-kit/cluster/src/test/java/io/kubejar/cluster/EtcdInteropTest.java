package io.kubejar.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kubejar.core.object.Json;
import io.kubejar.testing.Interop;
import io.kubejar.testing.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store below a cluster is an etcd: etcd's own programs see what is in it, and several API servers share one. */
@Tag("interop")
class EtcdInteropTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String MAP =
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: shared, namespace: default}, data: {color: blue}}";

    @TempDir
    Path folder;

    @Test
    @DisplayName("etcdctl get --prefix /registry/ shows the objects as JSON")
    void etcdctlShowsTheObjects() {
        Path etcdctl = Interop.tool("etcdctl");
        try (KubeCluster cluster = KubeCluster.builder().etcdPort(0).start()) {
            cluster.apply(MAP);
            Program get = Program.of(etcdctl, "--endpoints=127.0.0.1:" + cluster.etcdPort(), "get", "--prefix")
                    .env("ETCDCTL_API", "3");
            List<String> lines =
                    get.with("/registry/").run().orThrow().out().lines().toList();
            int key = lines.indexOf("/registry/configmaps/default/shared");
            assertThat(key).isNotNegative();
            var stored = Json.parse(lines.get(key + 1));
            assertThat(stored.path("kind").asText()).isEqualTo("ConfigMap");
            assertThat(stored.at("/data/color").asText()).isEqualTo("blue");
            assertThat(lines).anyMatch(line -> line.startsWith("/registry/namespaces/"));
        }
    }

    @Test
    @DisplayName("an object put through a second API server on the same real etcd appears in the first")
    void twoServersShareARealEtcd() throws Exception {
        Path program = Interop.tool("etcd");
        String client = "http://127.0.0.1:" + freePort();
        String peer = "http://127.0.0.1:" + freePort();
        Process etcd = new ProcessBuilder(
                        program.toString(),
                        "--data-dir=" + folder.resolve("data"),
                        "--listen-client-urls=" + client,
                        "--advertise-client-urls=" + client,
                        "--listen-peer-urls=" + peer,
                        "--initial-advertise-peer-urls=" + peer,
                        "--initial-cluster=default=" + peer)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        try {
            Program health = Program.of(Interop.tool("etcdctl"), "--endpoints=" + client, "endpoint", "health")
                    .env("ETCDCTL_API", "3");
            await().atMost(PATIENCE).until(() -> health.run().exit() == 0);
            try (KubeCluster first = onEtcd(client);
                    KubeCluster second = onEtcd(client)) {
                second.apply(MAP);
                assertThat(first.get("configmap", "default", "shared")
                                .at("data", "color")
                                .asText())
                        .isEqualTo("blue");
                first.delete("configmap", "default", "shared");
                assertThat(second.list("configmaps", "default"))
                        .noneMatch(map -> map.name().equals("shared"));
            }
        } finally {
            etcd.destroyForcibly();
        }
        assertThat(etcd.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private static KubeCluster onEtcd(String url) {
        return KubeCluster.builder().etcdEndpoints(url).start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
