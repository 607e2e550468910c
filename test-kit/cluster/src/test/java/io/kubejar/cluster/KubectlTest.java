package io.kubejar.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import io.kubejar.testing.Interop;
import io.kubejar.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** kubectl, old and new, against a running cluster. */
@Tag("interop")
class KubectlTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static KubeCluster cluster;
    private static Path kubeconfig;

    @TempDir
    static Path folder;

    @BeforeAll
    static void start() throws IOException {
        cluster = KubeCluster.builder().nodes(3).port(0).start();
        kubeconfig = Files.writeString(folder.resolve("kubeconfig"), cluster.kubeconfig());
    }

    @AfterAll
    static void stop() {
        cluster.close();
        assertThat(cluster.faults()).isEmpty();
    }

    @ParameterizedTest(name = "kubectl {0} and the cluster understand each other")
    @ValueSource(strings = {"1.27", "1.30", "1.33"})
    void everyStepAnswersAsItMust(String minor) {
        String namespace = namespace("basics", minor);
        Program kubectl = kubectl(minor, namespace);
        List<String> complaints = new ArrayList<>();
        for (KubectlScript.Step step : KubectlScript.read("/kubectl/basics.script")) {
            String[] arguments = step.arguments().stream()
                    .map(argument -> argument.replace("$NS", namespace))
                    .toArray(String[]::new);
            Program.Output answer = kubectl.with(arguments)
                    .input(step.input())
                    .timeout(PATIENCE)
                    .run();
            List<String> wrong = step.complaints(answer);
            if (!wrong.isEmpty()) {
                complaints.add("line " + step.line() + ": " + String.join("; ", wrong) + "\n" + answer);
            }
        }
        if (!complaints.isEmpty()) {
            fail(String.join("\n", complaints));
        }
    }

    @ParameterizedTest(name = "kubectl {0} get --watch tells every change")
    @ValueSource(strings = {"1.27", "1.30", "1.33"})
    void watchTellsEveryChange(String minor) throws Exception {
        String namespace = namespace("watched", minor);
        Program kubectl = kubectl(minor, namespace);
        kubectl.with("create", "namespace", namespace).run().orThrow();
        kubectl.with("run", "one", "--image=nginx").run().orThrow();
        kubectl.with("wait", "--for=condition=Ready", "pod/one", "--timeout=60s")
                .run()
                .orThrow();
        Path seen = folder.resolve(namespace);
        Process watch = new ProcessBuilder(
                        Interop.kubectl(minor).toString(),
                        "--kubeconfig=" + kubeconfig,
                        "--namespace=" + namespace,
                        "get",
                        "pods",
                        "--watch",
                        "--output-watch-events")
                .redirectErrorStream(true)
                .redirectOutput(seen.toFile())
                .start();
        try {
            awaitLine(seen, "ADDED +one +1/1 +Running .*");
            kubectl.with("label", "pod", "one", "tier=front").run().orThrow();
            awaitLine(seen, "MODIFIED +one +1/1 +Running .*");
            kubectl.with("delete", "pod", "one").run().orThrow();
            awaitLine(seen, "DELETED +one .*");
        } finally {
            watch.destroyForcibly();
        }
        assertThat(watch.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest(name = "kubectl {0} finds the pods of kube-system that do not run")
    @DisplayName("B31.14 a field selector finds the failing pods of kube-system")
    @ValueSource(strings = {"1.27", "1.30", "1.33"})
    void fieldSelectorsFindWhatFails(String minor) {
        Program kubectl = kubectl(minor, "kube-system");
        String fine = "fine" + namespace("", minor);
        kubectl.with("run", fine, "--image=nginx").run().orThrow();
        kubectl.with("wait", "--for=condition=Ready", "pod/" + fine, "--timeout=60s")
                .run()
                .orThrow();
        String bad = "bad" + namespace("", minor);
        kubectl.with("run", bad, "--image=busybox", "--restart=Never", "--command", "--", "sh", "-c", "exit 3")
                .run()
                .orThrow();
        String failed = "--for=jsonpath={.status.phase}=Failed";
        kubectl.with("wait", failed, "pod/" + bad, "--timeout=60s").run().orThrow();
        Program.Output answer = kubectl.with(
                        "get", "pods", "-n", "kube-system", "--field-selector", "status.phase!=Running", "-o", "name")
                .run()
                .orThrow();
        assertThat(answer.out().lines()).contains("pod/" + bad).noneMatch(line -> line.contains("fine"));
    }

    private static void awaitLine(Path file, String pattern) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(Files.readAllLines(file)).anyMatch(line -> line.matches(pattern)));
    }

    private static String namespace(String prefix, String minor) {
        return prefix + "-" + minor.replace('.', '-');
    }

    private static Program kubectl(String minor, String namespace) {
        return Program.of(Interop.kubectl(minor), "--kubeconfig=" + kubeconfig, "--namespace=" + namespace)
                .env("HOME", folder.toString());
    }
}
