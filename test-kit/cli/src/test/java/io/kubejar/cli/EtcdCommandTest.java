package io.kubejar.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.kubejar.etcd.EtcdServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EtcdCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<AutoCloseable> running = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : running) {
            one.close();
        }
    }

    private int run(String... words) {
        StopSignal stop = new StopSignal() {
            @Override
            public void arm() {}

            @Override
            public void await(AutoCloseable one) {
                running.add(one);
            }
        };
        return Main.commands(
                        new FakeClusters(),
                        stop,
                        () -> Duration.ofMillis(420),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true))
                .run(words);
    }

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, UTF_8);
    }

    private String value(String key) {
        String address = out.toString()
                .lines()
                .reduce((first, last) -> last)
                .orElseThrow()
                .split(" ")[5]
                .replace(",", "");
        try (Client client = Client.builder().endpoints("http://" + address).build()) {
            var found = client.getKVClient().get(bytes(key)).join().getKvs();
            return found.isEmpty() ? "" : found.get(0).getValue().toString();
        }
    }

    private Path snapshot() throws IOException {
        Path file = folder.resolve("snapshot");
        try (EtcdServer etcd = EtcdServer.start();
                OutputStream stream = Files.newOutputStream(file)) {
            etcd.client().getKVClient().put(bytes("color"), bytes("blue")).join();
            etcd.client().getMaintenanceClient().snapshot(stream).join();
        }
        return file;
    }

    @Test
    @DisplayName("it says in one line where it is ready, and serves what was restored")
    void restoreAndServe() throws IOException {
        String file = snapshot().toString();
        String data = folder.resolve("data").toString();
        assertThat(run("etcd", "restore", file, "--data-dir", data)).isZero();
        assertThat(out).hasToString("revision 2 of " + file + " is restored into " + data + "\n");
        assertThat(run(
                        "etcd",
                        "--port",
                        "0",
                        "--data-dir=" + data,
                        "--unsafe-no-fsync",
                        "--bcrypt-cost=4",
                        "--auto-compaction-retention",
                        "1"))
                .isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString().lines().skip(1).toList())
                .singleElement()
                .asString()
                .matches("kubejar etcd is ready at 127\\.0\\.0\\.1:\\d+, in 0\\.42 s");
        assertThat(value("color")).isEqualTo("blue");
    }

    @Test
    @DisplayName("not to wait for the disk makes no sense in memory")
    void noFsyncNeedsAFolder() {
        assertThat(run("etcd", "--port", "0", "--unsafe-no-fsync")).isEqualTo(2);
        assertThat(err.toString()).startsWith("kubejar: --unsafe-no-fsync is about a data directory");
    }

    @Test
    @DisplayName("what cannot be restored is one line, and leaves no folder behind")
    void aFailedRestoreIsOneLine() throws IOException {
        Path file = snapshot();
        byte[] bytes = Files.readAllBytes(file);
        bytes[100] ^= 1;
        Files.write(file, bytes);
        Path data = folder.resolve("data");
        assertThat(run("etcd", "restore", file.toString(), "--data-dir", data.toString()))
                .isEqualTo(1);
        assertThat(err)
                .hasToString(
                        "kubejar: nothing is restored: " + file + ": its checksum is wrong; the snapshot is damaged\n");
        assertThat(data).doesNotExist();
    }

    @Test
    @DisplayName("a folder that has a store already is not written to")
    void aUsedFolderIsRefused() throws IOException {
        Path file = snapshot();
        Path data = folder.resolve("data");
        EtcdServer.builder().dataDir(data).start().close();
        assertThat(run("etcd", "restore", "--data-dir", data.toString(), file.toString()))
                .isEqualTo(1);
        assertThat(err)
                .hasToString(
                        "kubejar: nothing is restored: there is a store already in the data directory " + data + "\n");
    }

    @Test
    @DisplayName("a taken port and a taken folder are one line each")
    void whatIsTakenIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run("etcd", "--port", "" + taken.getLocalPort())).isEqualTo(1);
            assertThat(err)
                    .hasToString("kubejar: port " + taken.getLocalPort() + " is taken; --port 0 picks a free one\n");
        }
        Path data = folder.resolve("data");
        try (EtcdServer other = EtcdServer.builder().dataDir(data).start()) {
            assertThat(other.revision()).isEqualTo(1);
            err.getBuffer().setLength(0);
            assertThat(run("etcd", "--port", "0", "--data-dir", data.toString()))
                    .isEqualTo(1);
            assertThat(err)
                    .hasToString("kubejar: etcd does not start: the data directory " + data
                            + " is in use by another etcd\n");
        }
    }
}
