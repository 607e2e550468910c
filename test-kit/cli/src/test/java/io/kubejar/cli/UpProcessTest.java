package io.kubejar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a program of its own. */
class UpProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void killAll() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    @DisplayName("up gets ready, answers, and ends with code 0 on SIGTERM, leaving no port open")
    void upStopsOnSigterm() throws IOException, InterruptedException {
        Process up = start("up", "--port", "0", "--etcd-port", "0");
        URI url = URI.create(readyLine(up).split(" ")[4].replace(",", ""));
        assertThat(url.getScheme()).isEqualTo("https");
        assertThat(listens(url.getPort())).isTrue();
        assertThat(folder.resolve(".kubejar/kubeconfig")).content().contains(url.toString());

        up.destroy();
        assertThat(up.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(up.exitValue()).as(output()).isZero();
        assertThat(listens(url.getPort())).isFalse();
    }

    @Test
    @DisplayName("a cluster is saved while it runs, and another one goes on from the file with the same kubeconfig")
    void aSnapshotIsGoneOnFrom() throws IOException, InterruptedException {
        Process first = start("up", "--port", "0", "--etcd-port", "0", "--nodes", "2");
        readyLine(first);
        String etcd = output().replaceAll("(?s).*--endpoints=(\\S+).*", "$1");
        String kubeconfig = Files.readString(folder.resolve(".kubejar/kubeconfig"));

        Process snapshot = start("snapshot", "file", "--etcd", etcd);
        assertThat(snapshot.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(output()).matches("saved \\d+ bytes to file\n");
        first.destroy();
        assertThat(first.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

        readyLine(start("up", "--port", "0", "--no-etcd-port", "--from", "file"));
        assertThat(withoutAddress(Files.readString(folder.resolve(".kubejar/kubeconfig"))))
                .isEqualTo(withoutAddress(kubeconfig));
    }

    private static String withoutAddress(String kubeconfig) {
        return kubeconfig.replaceAll("server: \\S+", "");
    }

    @Test
    @DisplayName("a running cluster is told what goes wrong in it, also while its API server is down")
    void faultsOfARunningCluster() throws IOException, InterruptedException {
        Process up = start("up", "--port", "0", "--no-etcd-port");
        readyLine(up);
        assertThat(say(0, "fault", "list")).isEmpty();
        Process list = start("fault", "list"); // finds the kubeconfig by itself
        assertThat(list.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(list.exitValue()).as(output()).isZero();
        assertThat(say(0, "fault", "fail", "verb=update", "resource=pods", "code=503"))
                .isEqualTo("1  fail verb=update resource=pods code=503\n");
        assertThat(say(0, "fault", "kill", "kube-apiserver")).isEqualTo("2  kill kube-apiserver\n");
        assertThat(say(0, "fault", "list"))
                .isEqualTo("1  fail verb=update resource=pods code=503\n2  kill kube-apiserver\n");
        assertThat(say(1, "fault", "kill", "kube-apiserver"))
                .isEqualTo("kubejar: kube-apiserver is down already; undo that first\n");
        assertThat(say(0, "fault", "undo", "2")).isEqualTo("2  kill kube-apiserver\n");
        assertThat(say(1, "fault", "undo", "2")).isEqualTo("kubejar: there is no fault number 2; there are [1]\n");
        assertThat(say(0, "fault", "undo")).isEqualTo("1  fail verb=update resource=pods code=503\n");
        assertThat(say(0, "fault", "reboot-node", "node-a")).isEqualTo("node-a rebooted\n");
        assertThat(say(1, "fault", "lose-node", "node-x"))
                .isEqualTo("kubejar: there is no node node-x; there are [node-a]\n");
        assertThat(say(2, "fault", "lose-node"))
                .isEqualTo("kubejar: NODE is missing; it is typed as: lose-node NODE; see kubejar fault --help\n");
        assertThat(say(0, "time")).endsWith("Z, goes by itself\n");
        assertThat(say(1, "time", "advance", "6m"))
                .isEqualTo("kubejar: the time of a live cluster moves by itself; start one with"
                        + " Mode.VIRTUAL, or kubejar up --mode virtual\n");
    }

    @Test
    @DisplayName("the time of a cluster in virtual time stands still, is moved, and goes by itself when told so")
    void timeOfARunningCluster() throws IOException, InterruptedException {
        Process up = start("up", "--port", "0", "--no-etcd-port", "--mode", "virtual");
        readyLine(up);
        String before = say(0, "time");
        assertThat(before).endsWith("Z, stands still until it is moved\n");
        assertThat(say(0, "time")).isEqualTo(before);
        Instant then = instant(before);
        assertThat(instant(say(0, "time", "advance", "6m"))).isEqualTo(then.plus(Duration.ofMinutes(6)));
        assertThat(say(0, "time", "run-to-rest")).endsWith(", moved by 10m\n");
        assertThat(say(0, "fault", "jump-clock", "by=-1h")).isEqualTo("the clock has jumped by -1h\n");
        Instant slow = instant(say(0, "time", "speed", "60"));
        await().atMost(PATIENCE).until(() -> instant(say(0, "time")).isAfter(slow.plus(Duration.ofMinutes(1))));
        assertThat(say(0, "time")).endsWith("Z, goes at speed 60.0\n");
        assertThat(say(0, "time", "speed", "0")).endsWith("Z, stands still until it is moved\n");
        assertThat(say(2, "time", "speed", "fast"))
                .isEqualTo("kubejar: FACTOR must be a number, not 'fast'; see kubejar time speed --help\n");
        up.destroy();
        assertThat(up.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(up.exitValue()).isZero();
        assertThat(say(1, "time")).startsWith("kubejar: no cluster answers at https://127.0.0.1:");
    }

    private static Instant instant(String told) {
        return Instant.parse(told.substring(0, told.indexOf(',')));
    }

    /** Runs a command, in this JVM, that speaks with the cluster in the other one; gives what it prints. */
    private String say(int code, String... words) {
        List<String> command = new ArrayList<>(List.of(words));
        command.addAll(
                List.of("--kubeconfig", folder.resolve(".kubejar/kubeconfig").toString()));
        StringWriter said = new StringWriter();
        PrintWriter both = new PrintWriter(said, true);
        StopSignal never = new ProcessStopSignal(ended -> {});
        int ended = Main.commands(new KubeClusters(), never, () -> Duration.ZERO, both, both)
                .run(command.toArray(new String[0]));
        assertThat(ended).as(said.toString()).isEqualTo(code);
        return said.toString();
    }

    @Test
    @DisplayName("etcd alone gets ready in one line, and ends with code 0 on SIGTERM")
    void etcdStopsOnSigterm() throws IOException, InterruptedException {
        Process etcd = start("etcd", "--port", "0", "--data-dir", "data");
        await().atMost(PATIENCE).until(() -> output().contains(" s\n") || !etcd.isAlive());
        assertThat(output()).matches("kubejar etcd is ready at 127\\.0\\.0\\.1:\\d+, in \\d+\\.\\d\\d s\n");
        int port = Integer.parseInt(output().replaceAll("(?s).*127\\.0\\.0\\.1:(\\d+),.*", "$1"));
        assertThat(listens(port)).isTrue();
        etcd.destroy();
        assertThat(etcd.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(etcd.exitValue()).as(output()).isZero();
        assertThat(listens(port)).isFalse();
    }

    @Test
    @DisplayName("the demo tells who wrote what: the controllers, woken by what was written before")
    void theDemoTellsWhoWroteWhat() throws IOException, InterruptedException {
        Process demo = start("demo");
        assertThat(demo.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        String output = output();
        assertThat(demo.exitValue()).as(output).isZero();
        assertThat(output)
                .containsPattern("create +/apis/apps/v1/namespaces/default/deployments/web +by kubernetes-admin\n")
                .containsPattern("create +/apis/apps/v1/namespaces/default/replicasets/web-\\w+ +by"
                        + " system:serviceaccount:kube-system:deployment-controller +<- \\d+\n")
                .containsPattern("create +/api/v1/namespaces/default/pods/web-\\w+-\\w+ +by"
                        + " system:serviceaccount:kube-system:replicaset-controller +<- \\d+\n")
                .endsWith("The cluster is at rest again.\n");
    }

    @Test
    @DisplayName("a wrong flag is one line and code 2")
    void aWrongFlagIsOneLine() throws IOException, InterruptedException {
        Process wrong = start("up", "--nope");
        assertThat(wrong.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(wrong.exitValue()).isEqualTo(2);
        assertThat(output()).isEqualTo("kubejar: unknown option --nope; see kubejar up --help\n");
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.kubejar.cli.Main"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        started.add(process);
        return process;
    }

    private String readyLine(Process up) {
        await().atMost(PATIENCE).until(() -> output().contains("Ctrl-C stops it.") || !up.isAlive());
        return output().lines()
                .filter(line -> line.startsWith("kubejar is ready"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(output()));
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("output"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
