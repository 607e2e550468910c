package io.kubejar.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class InteropTest {
    @TempDir
    Path folder;

    @Test
    @DisplayName("a program is found in the folders of PATH, and only when it can be run")
    void aProgramIsFoundInPath() throws IOException {
        Path first = Files.createDirectory(folder.resolve("first"));
        Path second = Files.createDirectory(folder.resolve("second"));
        Files.createFile(first.resolve("etcdctl"));
        Path program = executable(second.resolve("etcdctl"));

        assertThat(Interop.tool("etcdctl", Map.of("PATH", first + ":" + second)))
                .isEqualTo(program);
    }

    @Test
    @DisplayName("another kubectl is found beside the one that PATH links to")
    void anotherKubectlIsFoundBesideTheReal() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path path = Files.createDirectory(folder.resolve("path"));
        Files.createSymbolicLink(path.resolve("kubectl"), executable(real.resolve("kubectl")));
        executable(real.resolve("kubectl.1.30"));

        assertThat(Interop.tool("kubectl.1.30", Map.of("PATH", path.toString())))
                .isEqualTo(real.toRealPath().resolve("kubectl.1.30"));
    }

    @Test
    @DisplayName("a missing program skips the test, or fails it where interop is required")
    void aMissingProgramSkipsOrFails() {
        String path = folder.toString();
        assertThatThrownBy(() -> Interop.tool("etcd", Map.of("PATH", path)))
                .isInstanceOf(TestAbortedException.class)
                .hasMessage("etcd is in none of [" + path + "]");
        assertThatThrownBy(() -> Interop.tool("etcd", Map.of("PATH", path, "KUBEJAR_INTEROP", "required")))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessage("etcd is in none of [" + path + "], and KUBEJAR_INTEROP=required");
    }

    private static Path executable(Path file) throws IOException {
        Files.createFile(file);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
