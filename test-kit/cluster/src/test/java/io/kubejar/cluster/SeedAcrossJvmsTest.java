package io.kubejar.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One seed is one story in every JVM: neither the hashes of objects nor the salt of the JDK's sets have a say in it. */
class SeedAcrossJvmsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    /** What the other JVMs run: many components at work, restarts, a lost node; and all that can be seen of it. */
    static final class Storyteller {
        private static final List<String> SHOWN = List.of(
                "ns",
                "nodes",
                "pods",
                "rs",
                "deploy",
                "sts",
                "ds",
                "jobs",
                "cronjobs",
                "svc",
                "endpoints",
                "endpointslices",
                "events",
                "cm",
                "secrets",
                "sa",
                "leases",
                "controllerrevisions",
                "crd",
                "clusterroles",
                "roles");
        private static final String TEMPLATE =
                "selector: {matchLabels: {app: NAME}}, template: {metadata: {labels: {app:"
                        + " NAME}}, spec: {containers: [{name: a, image: nginx}, {name: b, image: nginx}]}}";

        private Storyteller() {}

        public static void main(String[] arguments) throws IOException {
            try (KubeCluster cluster = KubeCluster.builder()
                    .seed(Long.parseLong(arguments[0]))
                    .nodes(4)
                    .start()) {
                play(cluster);
                Files.writeString(Path.of(arguments[1]), story(cluster), UTF_8);
            }
        }

        private static String workload(String kind, String name, String more) {
            return "{apiVersion: apps/v1, kind: " + kind + ", metadata: {name: " + name + "}, spec: {"
                    + TEMPLATE.replace("NAME", name) + more + "}}";
        }

        private static void play(KubeCluster cluster) {
            cluster.apply(workload("Deployment", "web", ", replicas: 6"));
            cluster.apply(workload("Deployment", "api", ", replicas: 3"));
            cluster.apply(workload("StatefulSet", "db", ", replicas: 3, serviceName: db"));
            cluster.apply(workload("DaemonSet", "agent", ""));
            cluster.apply(
                    "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {selector: {app: web}, type: NodePort,"
                            + " ports: [{name: a, port: 80}, {name: b, port: 81}]}}");
            cluster.apply(
                    "{apiVersion: v1, kind: Pod, metadata: {name: bad}, spec: {containers: [{name: a, image: busybox,"
                            + " command: [sh, -c, 'exit 3']}]}}");
            cluster.apply(
                    "{apiVersion: batch/v1, kind: CronJob, metadata: {name: tick}, spec: {schedule: '*/5 * * * *',"
                            + " jobTemplate: {spec: {completions: 3, parallelism: 2, template: {spec: {restartPolicy: Never,"
                            + " containers: [{name: a, image: busybox, command: [sh, -c, 'echo hello']}]}}}}}}");
            cluster.settle();
            cluster.time().advance(Duration.ofMinutes(8));
            cluster.apply(workload("Deployment", "web", ", replicas: 4").replace("image: nginx}]", "image: nginx:2}]"));
            cluster.disturb().loseNode("node-c");
            cluster.time().advance(Duration.ofMinutes(8));
            cluster.disturb().rebootNode("node-a");
            cluster.disturb().compact();
            cluster.time().advance(Duration.ofMinutes(1));
            cluster.apply("{apiVersion: v1, kind: Namespace, metadata: {name: team}}");
            cluster.apply(workload("Deployment", "own", ", replicas: 3")
                    .replace("{name: own}, spec: {s", "{name: own," + " namespace: team}, spec: {s"));
            cluster.settle();
            cluster.delete("ns", "", "team");
            cluster.delete("deploy", "default", "api");
            cluster.disturb().rebootNode("node-c");
            cluster.time().advance(Duration.ofMinutes(10));
        }

        private static String story(KubeCluster cluster) {
            StringBuilder out = new StringBuilder();
            cluster.timeline()
                    .entries()
                    .forEach(e -> out.append(e.time()).append(e).append('\n'));
            for (String resource : SHOWN) {
                for (ApiObject object : cluster.list(resource, "")) {
                    out.append(Json.string(object.tree())).append('\n');
                }
            }
            cluster.permissions()
                    .users()
                    .forEach(user -> out.append(cluster.permissions().of(user)).append('\n'));
            return out.append(cluster.activity()).append(cluster.faults()).toString();
        }
    }

    private Process start(long seed, String name, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                Storyteller.class.getName(),
                Long.toString(seed),
                folder.resolve(name).toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
    }

    private String story(Process teller, String name) throws IOException, InterruptedException {
        assertThat(teller.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        assertThat(teller.exitValue())
                .as(Files.readString(folder.resolve(name + ".log")))
                .isZero();
        return Files.readString(folder.resolve(name));
    }

    @Test
    @DisplayName("two JVMs with one seed write the same timeline byte by byte, another seed another one")
    void sameSeedTellsTheSameStoryInEveryJvm() throws IOException, InterruptedException {
        Process first = start(7, "first");
        Process second = start(7, "second", "-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=0");
        try {
            String story = story(first, "first");
            assertThat(story.lines()).hasSizeGreaterThan(1000);
            assertThat(story(second, "second").lines().toList())
                    .isEqualTo(story.lines().toList());
            Process other = start(8, "other");
            assertThat(story(other, "other")).isNotEqualTo(story);
        } finally {
            first.destroyForcibly();
            second.destroyForcibly();
        }
    }
}
