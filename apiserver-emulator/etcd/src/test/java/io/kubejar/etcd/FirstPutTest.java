package io.kubejar.etcd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.ByteSequence;
import io.kubejar.testing.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a JVM that has just started has to load until the first put is answered. */
class FirstPutTest {
    @TempDir
    Path folder;

    /** What runs in a JVM of its own. */
    static final class FirstPut {
        public static void main(String[] arguments) {
            try (EtcdServer etcd = EtcdServer.start()) {
                ByteSequence key = ByteSequence.from("first", UTF_8);
                etcd.client().getKVClient().put(key, key).join();
                System.exit(etcd.revision() == 2 ? 0 : 1); // before closing loads more
            }
        }
    }

    @Test
    @DisplayName("no lambda of ours: the first one would take longer than all classes of the store")
    void noLambda() throws Exception {
        Path log = folder.resolve("classes");
        Program.of(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        "-Xlog:class+load:file=" + log,
                        "-cp",
                        System.getProperty("java.class.path"),
                        FirstPut.class.getName())
                .run()
                .orThrow();
        List<String> ours = Files.readAllLines(log).stream()
                .filter(line -> line.contains(" io.kubejar."))
                .toList();
        assertThat(ours).anyMatch(line -> line.contains("io.kubejar.etcd.engine.Engine"));
        assertThat(ours).noneMatch(line -> line.contains("$$Lambda"));
        assertThat(ours)
                .noneMatch(line -> line.contains("io.kubejar.etcd.grpc") || line.contains("io.kubejar.etcd.wal"));
    }
}
