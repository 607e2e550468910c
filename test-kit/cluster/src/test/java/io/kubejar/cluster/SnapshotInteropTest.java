package io.kubejar.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.testing.Interop;
import io.kubejar.testing.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clusters go from here to a real etcd and back as etcd's own snapshots. */
@Tag("interop")
class SnapshotInteropTest {
    @TempDir
    Path folder;

    private static String snapshotTool(String... arguments) {
        return Program.of(Interop.snapshotTool(), arguments).run().orThrow().out();
    }

    private static void etcdctl(String... arguments) {
        Program.of(Interop.tool("etcdctl"), arguments).run().orThrow();
    }

    private static void apply(KubeCluster cluster, String name) {
        cluster.apply("{apiVersion: v1, kind: Pod, metadata: {name: " + name
                + "}, spec: {containers: [{name: a, image: nginx}]}}");
        cluster.settle();
    }

    private static List<String> pods(KubeCluster cluster) {
        return cluster.list("pods", "default").stream()
                .map(pod -> pod.name() + " " + Json.text(pod.status(), "phase"))
                .toList();
    }

    @Test
    void aRealEtcdTakesItAndGivesItBack() throws IOException {
        Path saved = folder.resolve("saved");
        Path back = folder.resolve("back");
        String uid;
        long revision;
        try (KubeCluster base = KubeCluster.builder().heartbeats(false).start()) {
            apply(base, "one");
            uid = base.get("pods", "default", "one").uid();
            base.snapshot(saved);
            revision = base.revision();
        }
        String status = snapshotTool("snapshot", "status", saved.toString(), "-w", "json");
        assertThat(Json.parse(status).path("revision").asLong()).isEqualTo(revision);
        snapshotTool(
                "snapshot",
                "restore",
                saved.toString(),
                "--data-dir",
                folder.resolve("data").toString());
        try (RealEtcd etcd = RealEtcd.start(folder)) {
            try (KubeCluster real = KubeCluster.builder()
                    .etcdEndpoints(etcd.url())
                    .heartbeats(false)
                    .start()) {
                assertThat(real.get("pods", "default", "one").uid()).isEqualTo(uid);
                apply(real, "two");
            }
            etcdctl("--endpoints=" + etcd.url(), "snapshot", "save", back.toString());
        }
        try (KubeCluster next =
                KubeCluster.builder().heartbeats(false).restore(back).start()) {
            assertThat(pods(next)).containsExactly("one Running", "two Running");
            assertThat(next.get("pods", "default", "one").uid()).isEqualTo(uid);
        }
    }

    @Test
    void etcdctlSavesAWholeCluster() {
        Path saved = folder.resolve("saved");
        String kubeconfig;
        try (KubeCluster base =
                KubeCluster.builder().etcdPort(0).nodes(2).heartbeats(false).start()) {
            apply(base, "one");
            kubeconfig = base.kubeconfig();
            etcdctl("--endpoints=127.0.0.1:" + base.etcdPort(), "snapshot", "save", saved.toString());
        }
        try (KubeCluster next =
                KubeCluster.builder().heartbeats(false).restore(saved).start()) {
            assertThat(pods(next)).containsExactly("one Running");
            assertThat(next.list("nodes", "")).extracting(ApiObject::name).containsExactly("node-a", "node-b");
            assertThat(next.kubeconfig().replaceAll("server:.*", "")).isEqualTo(kubeconfig.replaceAll("server:.*", ""));
        }
    }
}
