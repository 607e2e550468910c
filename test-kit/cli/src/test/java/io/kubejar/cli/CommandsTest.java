package io.kubejar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.cluster.Listening;
import io.kubejar.cluster.Mode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandsTest {
    @TempDir
    Path folder;

    private final FakeClusters clusters = new FakeClusters();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    @DisplayName("up starts what the flags say")
    void upStartsWhatTheFlagsSay() {
        int code = run(
                "up --port 0 --bind-address 0.0.0.0 --tls-san kube.test,10.0.0.1 --nodes 3 --first-node 26 --etcd-port 0 --data-dir data --cert-dir pki --pod-start-delay 1m30s --from s --load l --kubeconfig "
                        + folder.resolve("k"));
        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(clusters.started)
                .containsExactly(new UpSettings(
                        0,
                        new Listening("0.0.0.0", List.of("kube.test", "10.0.0.1")),
                        3,
                        26,
                        0,
                        Path.of("data"),
                        Path.of("pki"),
                        SharedEtcd.NONE,
                        Duration.ofSeconds(90),
                        Path.of("s"),
                        Path.of("l"),
                        Mode.LIVE));
    }

    @Test
    @DisplayName("without flags up opens the usual ports, keeps everything in memory, and pods take a second")
    void upHasDefaults() {
        assertThat(run("up --kubeconfig " + folder.resolve("k"))).isZero();
        UpSettings settings = clusters.started.get(0);
        assertThat(settings.port()).isEqualTo(6443);
        assertThat(settings.nodes()).as("as many as usual").isNull();
        assertThat(settings.etcdPort()).isIn(0, 2379);
        assertThat(settings.dataDir()).isNull();
        assertThat(settings.podStartDelay()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    @DisplayName("etcd opens no port when told so or when it is a real one")
    void etcdOpensNoPort() {
        assertThat(run("up --no-etcd-port --kubeconfig " + folder.resolve("k"))).isZero();
        assertThat(run("up --etcd-endpoints http://a:1,http://b:2 --kubeconfig " + folder.resolve("k")))
                .isZero();
        assertThat(clusters.started).extracting(UpSettings::etcdPort).containsOnlyNulls();
        assertThat(clusters.started.get(1).etcd().endpoints()).containsExactly("http://a:1", "http://b:2");
    }

    @Test
    @DisplayName("on a real etcd up stands for election, speaks TLS with the given files, and can leave both")
    void sharesAnEtcd() {
        String kubeconfig = " --kubeconfig " + folder.resolve("k");
        assertThat(run("up --etcd-endpoints https://a:1 --etcd-cafile ca --etcd-certfile c --etcd-keyfile k"
                        + kubeconfig))
                .isZero();
        assertThat(run("up --etcd-endpoints http://a:1 --leader-elect=false" + kubeconfig))
                .isZero();
        assertThat(run("up --leader-elect true --no-etcd-port" + kubeconfig)).isZero();
        assertThat(clusters.started)
                .extracting(UpSettings::etcd)
                .containsExactly(
                        new SharedEtcd(List.of("https://a:1"), Path.of("ca"), Path.of("c"), Path.of("k"), true),
                        new SharedEtcd(List.of("http://a:1"), null, null, null, false),
                        new SharedEtcd(List.of(), null, null, null, true));
    }

    @Test
    @DisplayName("when it is ready up says so in one line, and then what to type")
    void upTellsHowToGoOn() {
        Path kubeconfig = folder.resolve("deep/down/kubeconfig");
        run("up --kubeconfig " + kubeconfig);
        assertThat(out.toString().lines().filter(line -> line.startsWith("kubejar is ready")))
                .containsExactly(
                        "kubejar is ready at https://127.0.0.1:6443, kubeconfig " + kubeconfig + ", in 0.42 s");
        assertThat(out.toString())
                .contains("export KUBECONFIG=" + kubeconfig.toAbsolutePath() + "\n")
                .contains("etcdctl --endpoints=127.0.0.1:2379 get --prefix /registry/");
    }

    @Test
    @DisplayName("the kubeconfig is for its owner only, and replaces an older one")
    void theKubeconfigIsForItsOwnerOnly() throws IOException {
        Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), "old");
        run("up --kubeconfig " + kubeconfig);
        assertThat(kubeconfig).hasContent("apiVersion: v1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kubeconfig)))
                .isEqualTo("rw-------");
        assertThat(folder).isDirectoryContaining(kubeconfig::equals);
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    @DisplayName("a kubeconfig that cannot be written stops the cluster again")
    void aKubeconfigThatCannotBeWrittenStopsTheCluster() {
        assertThat(run("up --kubeconfig " + folder)).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("kubejar: the kubeconfig " + folder + " cannot be written: it is a folder\n");
        assertThat(clusters.closed).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                        | a command is missing; see kubejar --help
            nope                                      | there is no command 'nope'; see kubejar --help
            --nope                                    | unknown option --nope; see kubejar --help
            up --nope                                 | unknown option --nope; see kubejar up --help
            up extra                                  | unexpected argument 'extra'; see kubejar up --help
            up --port                                 | --port N: the value is missing; see kubejar up --help
            up --port 0 --port=1                      | --port is given twice; see kubejar up --help
            up --no-etcd-port=1                       | --no-etcd-port takes no value; see kubejar up --help
            up --bind-address kube.test               | --bind-address: 'kube.test' is no IP address like 127.0.0.1 or 0.0.0.0; see kubejar up --help
            up --bind-address 1.2.3                   | --bind-address: '1.2.3' is no IP address like 127.0.0.1 or 0.0.0.0; see kubejar up --help
            up --tls-san a,,b                         | --tls-san: '' is neither a host name nor an IP address; see kubejar up --help
            up --port x                               | --port must be a whole number, not 'x'; see kubejar up --help
            up --port 65536                           | --port must be from 0 to 65535, not 65536; see kubejar up --help
            up --etcd-port -1                         | --etcd-port must be from 0 to 65535, not -1; see kubejar up --help
            up --nodes -1                             | --nodes must be from 0 to 100000, not -1; see kubejar up --help
            up --pod-start-delay soon                 | --pod-start-delay: 'soon' is no duration like 500ms, 2s or 1m30s; see kubejar up --help
            up --etcd-port 1 --no-etcd-port           | --etcd-port and --no-etcd-port exclude each other; see kubejar up --help
            up --etcd-endpoints a:1                   | --etcd-endpoints wants addresses like http://127.0.0.1:2379, not 'a:1'; see kubejar up --help
            up --etcd-endpoints 'http://a b'          | --etcd-endpoints wants addresses like http://127.0.0.1:2379, not 'http://a b'; see kubejar up --help
            up --etcd-endpoints http://a:1 --data-dir d | --data-dir is for the embedded etcd and goes not with --etcd-endpoints; see kubejar up --help
            up --etcd-cafile ca                       | --etcd-cafile goes only with --etcd-endpoints; see kubejar up --help
            up --etcd-endpoints http://a:1 --etcd-keyfile k | --etcd-certfile and --etcd-keyfile go only together; see kubejar up --help
            up --leader-elect maybe                   | --leader-elect must be true or false, not 'maybe'; see kubejar up --help
            up --etcd-endpoints http://a:1 --from f   | --from is for the embedded etcd and goes not with --etcd-endpoints; see kubejar up --help
            snapshot                                  | FILE is missing; see kubejar snapshot --help
            snapshot f --etcd here                    | --etcd wants an address like http://127.0.0.1:2379, not 'here'; see kubejar snapshot --help
            etcd --port 65536                         | --port must be from 0 to 65535, not 65536; see kubejar etcd --help
            etcd --quota-backend-bytes much           | --quota-backend-bytes must be a whole number, not 'much'; see kubejar etcd --help
            etcd --bcrypt-cost 3                      | --bcrypt-cost must be from 4 to 31, not 3; see kubejar etcd --help
            etcd --auto-compaction-mode often         | --auto-compaction-mode must be periodic or revision, not 'often'; see kubejar etcd --help
            etcd --auto-compaction-retention soon     | --auto-compaction-retention: 'soon' is no duration like 500ms, 2s or 1m30s; see kubejar etcd --help
            etcd --auto-compaction-mode revision --auto-compaction-retention 1h | --auto-compaction-retention must be a number of revisions, not '1h'; see kubejar etcd --help
            etcd extra                                | unexpected argument 'extra'; see kubejar etcd --help
            etcd restore                              | FILE is missing; see kubejar etcd restore --help
            etcd restore f                            | --data-dir is missing; see kubejar etcd restore --help
            etcd restore f g --data-dir d             | unexpected argument 'g'; see kubejar etcd restore --help
            demo --nodes 0                            | --nodes must be from 1 to 100000, not 0; see kubejar demo --help
            """)
    void aWrongCallIsOneLineAndCodeTwo(String line, String message) {
        assertThat(run(line)).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("kubejar: " + message + "\n");
        assertThat(out.toString()).isEmpty();
        assertThat(clusters.started).isEmpty();
    }

    @Test
    @DisplayName("a cluster that does not start is one line and code 1")
    void aFailureIsOneLineAndCodeOne() {
        clusters.failure = new CliFailure("port 6443 is taken; --port 0 picks a free one");
        assertThat(run("up --kubeconfig " + folder.resolve("k"))).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("kubejar: port 6443 is taken; --port 0 picks a free one\n");
        assertThat(folder.resolve("k")).doesNotExist();
    }

    @Test
    @DisplayName("a fault of ours comes with its stack")
    void aFaultComesWithItsStack() {
        clusters.failure = new IllegalStateException("broken");
        assertThat(run("up")).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("kubejar: this should not happen: java.lang.IllegalStateException: broken\n    at ");
    }

    @Test
    @DisplayName("a port that somebody listens on is named, and how to get another")
    void aTakenPortIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int code = run(new KubeClusters(), "up --port " + taken.getLocalPort());
            assertThat(code).isEqualTo(1);
            assertThat(err.toString())
                    .isEqualTo("kubejar: port " + taken.getLocalPort() + " is taken; --port 0 picks a free one\n");
        }
    }

    @Test
    @DisplayName("an etcd that does not answer is named")
    void anUnreachableEtcdIsNamed() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        int code = run(new KubeClusters(), "up --port 0 --etcd-endpoints http://127.0.0.1:" + free);
        assertThat(code).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("kubejar: no etcd answers at http://127.0.0.1:" + free + ": Connection refused\n");
    }

    @Test
    @DisplayName("the demo prints what was written after the manifest was applied, and stops")
    void theDemoPrintsItsTimeline() {
        assertThat(run("demo")).isZero();
        assertThat(out.toString())
                .contains("kind: Deployment")
                .contains("\napplied\n")
                .doesNotContain("started\n")
                .endsWith("The cluster is at rest again.\n");
        assertThat(clusters.closed).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "--help, demo",
        "up --help, --pod-start-delay",
        "demo -h, --nodes",
        "snapshot --help, snapshot FILE [OPTIONS]",
        "version --help, Print the versions",
        "etcd --help, --quota-backend-bytes",
        "etcd restore --help, etcd restore FILE [OPTIONS]"
    })
    void helpIsPrinted(String line, String part) {
        assertThat(run(line)).isZero();
        assertThat(out.toString()).startsWith("Usage: kubejar").contains(part).doesNotContain("warm-up");
    }

    @Test
    @DisplayName("version names kubejar, Kubernetes and Java")
    void versionNamesAll() {
        assertThat(run("version")).isZero();
        assertThat(out.toString()).matches("kubejar .*, Kubernetes v1\\.36, Java \\d+\n");
    }

    private int run(String line) {
        return run(clusters, line);
    }

    @Test
    @DisplayName("up lives by the clock that it is told, and pods need no time where it stands still")
    void upTakesAMode() {
        assertThat(run("up --mode virtual --kubeconfig " + folder.resolve("k"))).isZero();
        UpSettings settings = clusters.started.get(0);
        assertThat(settings.mode()).isEqualTo(Mode.VIRTUAL);
        assertThat(settings.podStartDelay()).isZero();
        assertThat(out.toString()).contains("  kubejar time advance 6m\n");
        assertThat(run("up --mode fast")).isEqualTo(2);
        assertThat(err.toString())
                .isEqualTo("kubejar: --mode must be live or virtual, not 'fast'; see kubejar up --help\n");
    }

    @Test
    @DisplayName("the help of fault tells of every fault")
    void faultHelp() {
        assertThat(run("fault --help")).isZero();
        assertThat(out.toString())
                .startsWith("Usage: kubejar fault FAULT... [OPTIONS]\n")
                .contains("  fail [MATCH] code=N [times=N] ", "  kill COMPONENT ", "MATCH is any of verb=... ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            up --port 0 --bind-address 203.0.113.7 | 203.0.113.7 is no address of this machine; --bind-address 0.0.0.0 takes all
            up --port 0 --load FOLDER/none       | the dump FOLDER/none cannot be loaded: there is no such file
            up --port 0 --data-dir FOLDER/file   | the cluster does not start: FOLDER/file/pki: Not a directory
            up --port 0 --cert-dir FOLDER/file   | the cluster does not start: FOLDER/file: it is a file, not a folder
            up --port 0 --data-dir /proc/none    | the cluster does not start: /proc/none: there is no such file or folder
            etcd --port 0 --data-dir FOLDER/file | etcd does not start: FOLDER/file: it is a file, not a folder
            """)
    @DisplayName("what cannot be used is named, with why, in one line")
    void whatCannotBeUsedIsNamed(String line, String message) throws IOException {
        Files.writeString(folder.resolve("file"), "x");
        assertThat(run(new KubeClusters(), line.replace("FOLDER", folder.toString())))
                .isEqualTo(1);
        assertThat(err.toString()).isEqualTo("kubejar: " + message.replace("FOLDER", folder.toString()) + "\n");
    }

    @Test
    void helpAndVersionAreFoundHoweverTheyAreAskedFor() {
        assertThat(run("help")).isZero();
        assertThat(out.toString()).startsWith("Usage: kubejar COMMAND\n");
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).contains("Kubernetes v1.36");
    }

    private int run(Clusters some, String line) {
        StopSignal stop = new StopSignal() {
            @Override
            public void arm() {}

            @Override
            public void await(AutoCloseable running) {}
        };
        List<String> arguments = new ArrayList<>();
        for (String part : line.split(" (?=(?:[^']*'[^']*')*[^']*$)")) {
            if (!part.isEmpty()) {
                arguments.add(part.replace("'", ""));
            }
        }
        return Main.commands(
                        some,
                        stop,
                        () -> Duration.ofMillis(420),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true))
                .run(arguments.toArray(new String[0]));
    }
}
