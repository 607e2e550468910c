package io.kubejar.etcd.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.loop.SimulatedLoops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * There are secrets in a store: only its owner may read it, as upstream's PrivateDirMode and PrivateFileMode. A file system
 * without such modes has the same files.
 */
class PermissionsTest {
    private final SimulatedLoops loops = new SimulatedLoops(Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    Path folder;

    private WriteAheadLog open(Path directory) {
        return WriteAheadLog.open(
                WriteAheadLog.Settings.of(directory, true),
                loops.loop("snapshots"),
                loops.clock().now());
    }

    /** A mode as it is to be found here: "" for any where there are none. */
    private String here(String mode) {
        return hasModes(folder) ? mode : "";
    }

    private static boolean hasModes(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static String mode(Path path) throws IOException {
        return !hasModes(path) ? "" : PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static Map<String, String> modes(Path directory) throws IOException {
        Map<String, String> modes = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                modes.put(file.getFileName().toString(), mode(file));
            }
        }
        return modes;
    }

    @Test
    void onlyItsOwnerMayReadIt() throws IOException {
        Path directory = folder.resolve("not/there/yet");
        WriteAheadLog log = open(directory);
        log.snapshot();
        log.close();
        assertThat(mode(directory)).isEqualTo(here("rwx------"));
        assertThat(modes(directory))
                .isEqualTo(Map.of(
                        "lock", here("rw-------"),
                        "log-0000000000000001", here("rw-------"),
                        "snapshot-0000000000000000", here("rw-------")));
    }

    @Test
    void aDirectoryThatWasThereKeepsItsPermissionsButItsFilesAreTheOwnersAlone() throws IOException {
        Path directory = Files.createDirectory(folder.resolve("shared"));
        if (hasModes(directory)) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        open(directory).close();
        assertThat(mode(directory)).isEqualTo(here("rwxr-xr-x"));
        assertThat(modes(directory).values()).containsOnly(here("rw-------"));
    }
}
