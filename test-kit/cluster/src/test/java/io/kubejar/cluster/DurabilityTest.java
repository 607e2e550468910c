package io.kubejar.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kubejar.core.object.ApiObject;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a whole cluster in the middle of its writes. */
class DurabilityTest {
    private static final int CREATES = 1000;

    @TempDir
    Path folder;

    /** What the killed JVM runs: it says which creates were acknowledged. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws IOException {
            try (OutputStream said = new FileOutputStream(arguments[1], true);
                    KubeCluster cluster =
                            KubeCluster.builder().dataDir(Path.of(arguments[0])).start()) {
                for (int i = 0; i < CREATES; i++) {
                    String name = "kept-" + i;
                    ApiObject made = cluster.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: " + name
                                    + ", namespace: default}}")
                            .get(0);
                    said.write((name + " " + made.uid() + "\n").getBytes(UTF_8));
                }
                said.write("all\n".getBytes(UTF_8));
            }
        }
    }

    @Test
    @DisplayName("kill -9 in the middle of 1,000 creates: after a restart every acknowledged object is there")
    void whatWasAcknowledgedIsThereAfterTheProcessWasKilled() throws Exception {
        List<String> acknowledged = runAndKill(CREATES / 4);
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(CREATES / 4).hasSizeLessThan(CREATES);
        try (KubeCluster cluster =
                KubeCluster.builder().dataDir(folder.resolve("data")).start()) {
            Set<String> there = cluster.list("configmaps", "default").stream()
                    .map(map -> map.name() + " " + map.uid())
                    .collect(Collectors.toSet());
            assertThat(there).containsAll(acknowledged);
            cluster.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: after, namespace: default}}");
            cluster.settle();
            assertThat(cluster.get("configmap", "default", "after").name()).isEqualTo("after");
        }
    }

    private List<String> runAndKill(int enough) throws IOException, InterruptedException {
        Path output = Files.createFile(folder.resolve("output"));
        Path log = folder.resolve("log");
        Process victim = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        folder.resolve("data").toString(),
                        output.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            await().atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofMillis(5))
                    .failFast("the cluster has ended by itself", () -> !victim.isAlive())
                    .until(() -> Files.readAllLines(output).size() >= enough);
        } finally {
            victim.destroyForcibly(); // SIGKILL
        }
        assertThat(victim.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return Files.readAllLines(output).stream()
                .filter(line -> line.matches("kept-\\d+ [0-9a-f-]{36}")) // the last one may be cut off
                .toList();
    }
}
