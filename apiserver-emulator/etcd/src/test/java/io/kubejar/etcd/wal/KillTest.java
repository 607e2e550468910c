package io.kubejar.etcd.wal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.options.GetOption;
import io.kubejar.core.loop.LiveLoops;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.time.SystemClock;
import io.kubejar.etcd.EtcdServer;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kills a JVM in the middle of its writes. */
class KillTest {
    private static final int WRITERS = 4;

    @TempDir
    Path folder;

    /** What the killed JVM runs: it says which puts were acknowledged, for ever. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws IOException {
            OutputStream said = new FileOutputStream(arguments[1], true);
            Loops loops = new LiveLoops("victim", SystemClock.INSTANCE, (loop, fault) -> {
                throw new IllegalStateException(loop, fault);
            });
            EtcdServer etcd = EtcdServer.builder()
                    .loops(loops)
                    .dataDir(Path.of(arguments[0]))
                    .start();
            KV kv = etcd.client().getKVClient();
            for (int writer = 1; writer < WRITERS; writer++) {
                int number = writer;
                loops.loop("writer").execute(() -> write(kv, number, said));
            }
            write(kv, 0, said);
        }

        private static void write(KV kv, int writer, OutputStream said) {
            ByteSequence value = ByteSequence.from(new byte[500]);
            for (int i = 0; ; i++) {
                String key = "k-" + writer + "-" + i;
                long revision = kv.put(ByteSequence.from(key, UTF_8), value)
                        .join()
                        .getHeader()
                        .getRevision();
                say(said, key + " " + revision + "\n");
            }
        }

        private static void say(OutputStream said, String line) {
            try {
                said.write(line.getBytes(UTF_8)); // one write, so that no other writer's line comes in between
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 150, 400})
    void whatWasAcknowledgedIsThereAfterTheProcessWasKilled(int acknowledged) throws Exception {
        List<String> lines = runAndKill(acknowledged);
        try (EtcdServer etcd =
                EtcdServer.builder().dataDir(folder.resolve("data")).start()) {
            KV kv = etcd.client().getKVClient();
            assertThat(lines).hasSizeGreaterThanOrEqualTo(acknowledged);
            for (String line : lines) {
                String[] keyAndRevision = line.split(" ");
                var found = kv.get(ByteSequence.from(keyAndRevision[0], UTF_8), GetOption.DEFAULT)
                        .join()
                        .getKvs();
                assertThat(found).as(line).hasSize(1);
                assertThat(found.get(0).getModRevision()).isEqualTo(Long.parseLong(keyAndRevision[1]));
            }
        }
    }

    private List<String> runAndKill(int acknowledged) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Files.createFile(output);
        Process victim = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        folder.resolve("data").toString(),
                        output.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> Files.readAllLines(output).size() >= acknowledged);
        } finally {
            victim.destroyForcibly(); // SIGKILL
        }
        assertThat(victim.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return Files.readAllLines(output).stream()
                .filter(line -> line.matches("k-\\d+-\\d+ \\d+")) // the last one may be cut off
                .toList();
    }
}
