package io.kubejar.etcd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.etcd.jetcd.api.AlarmRequest;
import io.etcd.jetcd.api.AlarmType;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.kubejar.etcd.contract.Programs;
import io.kubejar.etcd.grpc.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** etcd's own command line against the gRPC door. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EtcdctlTest {
    private static final long PATIENCE_SECONDS = 20;

    private EtcdServer etcd;
    private final List<ManagedChannel> channels = new ArrayList<>();

    @TempDir
    Path folder;

    @BeforeAll
    void start() {
        Programs.require("etcdctl");
        etcd = EtcdServer.builder().grpcPort(0).start();
    }

    @AfterAll
    void stop() {
        channels.forEach(ManagedChannel::shutdownNow);
        if (etcd != null) {
            etcd.close();
        }
    }

    private Process run(String input, String... arguments) throws IOException {
        return run(etcd, input, arguments);
    }

    private Process run(EtcdServer server, String input, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("etcdctl", "--endpoints=127.0.0.1:" + server.grpcPort()));
        command.addAll(List.of(arguments));
        Path file = Files.writeString(folder.resolve("input"), input);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectInput(file.toFile());
        return builder.start();
    }

    private String etcdctl(String... arguments) throws Exception {
        return withInput("", arguments);
    }

    private String withInput(String input, String... arguments) throws Exception {
        return output(run(input, arguments));
    }

    private String etcdctlOf(EtcdServer server, String... arguments) throws Exception {
        return output(run(server, "", arguments));
    }

    private static String output(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    @Test
    void putGetAndDelete() throws Exception {
        assertThat(etcdctl("put", "kv/a", "1")).isEqualTo("OK\n");
        assertThat(etcdctl("put", "kv/b", "2")).isEqualTo("OK\n");
        assertThat(etcdctl("get", "--prefix", "kv/")).isEqualTo("kv/a\n1\nkv/b\n2\n");
        assertThat(etcdctl("get", "kv/a", "-w", "json")).contains("\"version\":1", "\"count\":1");
        assertThat(etcdctl("del", "--prefix", "kv/")).isEqualTo("2\n");
        assertThat(etcdctl("get", "kv/a", "--rev=100000")).contains("required revision is a future revision");
    }

    @Test
    void howMuchMemoryDataTakesIsReadFromTheMetrics() throws Exception {
        assertThat(etcdctl("check", "datascale", "--load=s"))
                .containsPattern("PASS: Approximate system memory used : -?[\\d.]+ MB")
                .doesNotContain("fetch error", "could not find");
    }

    @Test
    void watchFromThePast() throws Exception {
        long start = etcd.revision() + 1;
        etcdctl("put", "w", "1");
        etcdctl("put", "w", "2");
        etcdctl("del", "w");
        Process watch = run("", "watch", "w", "--prev-kv", "--rev=" + start);
        try (var reader = watch.inputReader(UTF_8)) {
            List<String> lines = new ArrayList<>();
            while (lines.size() < 12) {
                lines.add(reader.readLine());
            }
            assertThat(String.join(" ", lines)).isEqualTo("PUT w 1 PUT w 1 w 2 DELETE w 2 w");
        } finally {
            watch.destroyForcibly();
        }
    }

    @Test
    void leases() throws Exception {
        String granted = etcdctl("lease", "grant", "100");
        Matcher id =
                Pattern.compile("lease ([0-9a-f]+) granted with TTL\\(100s\\)").matcher(granted);
        assertThat(id.find()).isTrue();
        String lease = id.group(1);
        assertThat(etcdctl("put", "--lease=" + lease, "leased", "x")).isEqualTo("OK\n");
        assertThat(etcdctl("lease", "list")).contains("found 1 leases", lease);
        assertThat(etcdctl("lease", "timetolive", "--keys", lease)).contains("attached keys([leased])");
        assertThat(etcdctl("lease", "keep-alive", "--once", lease)).contains("keepalived with TTL(100)");
        assertThat(etcdctl("lease", "revoke", lease)).contains("revoked");
        assertThat(etcdctl("get", "leased")).isEmpty();
    }

    @Test
    void transactions() throws Exception {
        etcdctl("put", "t", "1");
        String input = "value(\"t\") = \"1\"\nmod(\"t\") > \"1\"\n\nput t 2\nget t\n\nput t 3\n\n";
        assertThat(withInput(input, "txn", "-i")).contains("SUCCESS").endsWith("OK\n\nt\n2\n");
        assertThat(withInput(input, "txn", "-i")).contains("FAILURE").endsWith("OK\n");
        assertThat(etcdctl("get", "t")).isEqualTo("t\n3\n");
    }

    @Test
    void compaction() throws Exception {
        etcdctl("put", "c", "1");
        long revision = etcd.revision();
        etcdctl("put", "c", "2");
        etcdctl("put", "c", "3");
        assertThat(etcdctl("compaction", "" + (revision + 1))).contains("compacted revision " + (revision + 1));
        assertThat(etcdctl("get", "c", "--rev=" + revision)).contains("required revision has been compacted");
        assertThat(etcdctl("watch", "c", "--rev=" + revision)).contains("required revision has been compacted");
    }

    @Test
    void endpointsAndMembers() throws Exception {
        assertThat(etcdctl("endpoint", "status")).contains("8e9e05c52164694d, 3.6.", "true, false, 2,");
        assertThat(etcdctl("endpoint", "health")).contains("is healthy");
        assertThat(etcdctl("member", "list")).contains("8e9e05c52164694d, started, default");
        assertThat(etcdctl("alarm", "list")).isEmpty();
        assertThat(etcdctl("defrag")).contains("Finished defragmenting etcd member");
        assertThat(etcdctl("endpoint", "hashkv")).matches("127\\.0\\.0\\.1:\\d+, \\d+(, \\d+)?\n");
        assertThat(etcdctl("move-leader", "1234")).contains("etcdserver: bad leader transferee");
        String self = "8e9e05c52164694d";
        assertThat(etcdctl("member", "list", "-w", "json")).contains("http://127.0.0.1:" + etcd.grpcPort());
        assertThat(etcdctl("member", "remove", self))
                .contains("re-configuration failed due to not enough started members");
        assertThat(etcdctl("member", "promote", self)).contains("can only promote a learner member");
        assertThat(etcdctl("member", "add", "other", "--peer-urls=http://127.0.0.1:1"))
                .contains("re-configuration failed due to not enough started members");
        assertThat(etcdctl("member", "remove", "1234")).contains("etcdserver: member not found");
    }

    @Test
    void alarms() throws Exception {
        try (EtcdServer full = EtcdServer.builder().grpcPort(0).start()) {
            MaintenanceGrpc.MaintenanceBlockingStub maintenance = MaintenanceGrpc.newBlockingStub(channel(full));
            maintenance.alarm(AlarmRequest.newBuilder()
                    .setAction(AlarmRequest.AlarmAction.ACTIVATE)
                    .setMemberID(0x8e9e05c52164694dL)
                    .setAlarm(AlarmType.NOSPACE)
                    .build());
            assertThat(etcdctlOf(full, "alarm", "list")).isEqualTo("memberID:10276657743932975437 alarm:NOSPACE \n");
            assertThat(etcdctlOf(full, "put", "k", "1")).contains("etcdserver: mvcc: database space exceeded");
            assertThat(etcdctlOf(full, "endpoint", "status")).contains("alarm:NOSPACE");
            assertThat(etcdctlOf(full, "alarm", "disarm")).isEqualTo("memberID:10276657743932975437 alarm:NOSPACE \n");
            assertThat(etcdctlOf(full, "put", "k", "1")).isEqualTo("OK\n");
        }
    }

    private ManagedChannel channel(EtcdServer server) {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.grpcPort())
                .usePlaintext()
                .build();
        channels.add(channel);
        return channel;
    }

    @Test
    void locks() throws Exception {
        assertThat(etcdctl("lock", "mutex", "printenv", "ETCD_LOCK_KEY")).matches("mutex/[0-9a-f]+\n");
        Process holder = run("", "lock", "mutex");
        try (var reader = holder.inputReader(UTF_8)) {
            assertThat(reader.readLine()).startsWith("mutex/");
            Process waiting = run("", "lock", "mutex", "echo", "mine");
            await().until(() -> etcdctl("get", "--prefix", "mutex/", "--keys-only")
                            .lines()
                            .filter(line -> !line.isEmpty())
                            .count()
                    == 2);
            holder.destroy();
            assertThat(new String(waiting.getInputStream().readAllBytes(), UTF_8))
                    .isEqualTo("mine\n");
        } finally {
            holder.destroyForcibly();
        }
    }

    @Test
    void elections() throws Exception {
        Process listener = run("", "elect", "-l", "seat");
        Process leader = run("", "elect", "seat", "proposal");
        try (var heard = listener.inputReader(UTF_8);
                var said = leader.inputReader(UTF_8)) {
            assertThat(said.readLine()).startsWith("seat/");
            assertThat(said.readLine()).isEqualTo("proposal");
            assertThat(heard.readLine()).startsWith("seat/");
            assertThat(heard.readLine()).isEqualTo("proposal");
        } finally {
            leader.destroy();
            listener.destroyForcibly();
        }
    }

    @Test
    void certificates() throws Exception {
        Certificates certificates = new Certificates(folder);
        certificates.issue("server", "CN=etcd");
        certificates.issue("client", "CN=someone");
        try (EtcdServer secured = EtcdServer.builder()
                .grpcPort(0)
                .tls(certificates.certificate("server"), certificates.key("server"))
                .clientAuthority(certificates.certificate("ca"))
                .start()) {
            String authority = "--cacert=" + certificates.certificate("ca");
            String certificate = "--cert=" + certificates.certificate("client");
            String key = "--key=" + certificates.key("client");
            assertThat(etcdctlOf(secured, authority, certificate, key, "put", "k", "1"))
                    .isEqualTo("OK\n");
            assertThat(etcdctlOf(secured, authority, "--dial-timeout=500ms", "--command-timeout=1s", "get", "k"))
                    .contains("Error");
        }
    }

    @Test
    void usersRolesAndPermissions() throws Exception {
        try (EtcdServer guarded = EtcdServer.builder().grpcPort(0).start()) {
            assertThat(etcdctlOf(guarded, "auth", "enable")).contains("etcdserver: root user does not exist");
            assertThat(etcdctlOf(guarded, "user", "add", "root:secret")).isEqualTo("User root created\n");
            assertThat(etcdctlOf(guarded, "user", "grant-role", "root", "root"))
                    .isEqualTo("Role root is granted to user root\n");
            assertThat(etcdctlOf(guarded, "role", "add", "reader")).isEqualTo("Role reader created\n");
            assertThat(etcdctlOf(guarded, "role", "grant-permission", "--prefix", "reader", "read", "pub/"))
                    .isEqualTo("Role reader updated\n");
            assertThat(etcdctlOf(guarded, "role", "get", "reader"))
                    .isEqualTo("Role reader\nKV Read:\n\t[pub/, pub0) (prefix pub/)\nKV Write:\n");
            assertThat(etcdctlOf(guarded, "user", "add", "mike:pass")).isEqualTo("User mike created\n");
            assertThat(etcdctlOf(guarded, "user", "grant-role", "mike", "reader"))
                    .isEqualTo("Role reader is granted to user mike\n");
            assertThat(etcdctlOf(guarded, "put", "pub/a", "1")).isEqualTo("OK\n");
            assertThat(etcdctlOf(guarded, "auth", "enable")).isEqualTo("Authentication Enabled\n");

            assertThat(etcdctlOf(guarded, "get", "pub/a")).contains("etcdserver: user name is empty");
            assertThat(etcdctlOf(guarded, "--user=mike:wrong", "get", "pub/a"))
                    .contains("etcdserver: authentication failed, invalid user ID or password");
            assertThat(etcdctlOf(guarded, "--user=mike:pass", "get", "--prefix", "pub/"))
                    .isEqualTo("pub/a\n1\n");
            assertThat(etcdctlOf(guarded, "--user=mike:pass", "put", "pub/a", "2"))
                    .contains("etcdserver: permission denied");
            assertThat(etcdctlOf(guarded, "--user=mike:pass", "get", "other"))
                    .contains("etcdserver: permission denied");
            assertThat(etcdctlOf(guarded, "--user=mike:pass", "watch", "other"))
                    .contains("etcdserver: permission denied");
            assertThat(etcdctlOf(guarded, "--user=mike:pass", "user", "list"))
                    .contains("etcdserver: permission denied");
            assertThat(etcdctlOf(guarded, "--user=mike:pass", "user", "get", "mike"))
                    .isEqualTo("User: mike\nRoles: reader\n");
            assertThat(etcdctlOf(guarded, "--user=root:secret", "user", "list")).isEqualTo("mike\nroot\n");
            assertThat(etcdctlOf(guarded, "--user=root:secret", "role", "list")).isEqualTo("reader\n");
            assertThat(etcdctlOf(guarded, "--user=root:secret", "lock", "l", "echo", "locked"))
                    .isEqualTo("locked\n");
            assertThat(etcdctlOf(guarded, "--user=root:secret", "auth", "disable"))
                    .isEqualTo("Authentication Disabled\n");
            assertThat(etcdctlOf(guarded, "get", "pub/a")).isEqualTo("pub/a\n1\n");
        }
    }
}
