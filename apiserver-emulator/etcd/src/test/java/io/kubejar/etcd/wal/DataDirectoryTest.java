package io.kubejar.etcd.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data directory that was made is there after a power cut, with everything above it. */
class DataDirectoryTest {
    @TempDir
    Path folder;

    /** What is synced, each once all that is to be made is there. */
    private List<Path> synced(Path path) throws IOException {
        List<Path> synced = new ArrayList<>();
        DataDirectory.create(path, directory -> {
            assertThat(path).isDirectory();
            synced.add(directory);
        });
        return synced;
    }

    @Test
    void whateverGotANewDirectoryIsSynced() throws IOException {
        assertThat(synced(folder.resolve("a/b/data")))
                .containsExactly(folder.resolve("a/b"), folder.resolve("a"), folder);
        assertThat(synced(folder.resolve("a/b/other"))).containsExactly(folder.resolve("a/b"));
    }

    @Test
    void nothingIsSyncedWhenNothingIsMade() throws IOException {
        Files.createDirectory(folder.resolve("data"));
        assertThat(synced(folder.resolve("data"))).isEmpty();
    }

    @Test
    void aRelativePathHasDirectoriesAboveItToo() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        Path relative = here.relativize(folder.resolve("c/data"));
        assertThat(synced(relative)).hasSize(2).allMatch(Path::isAbsolute);
    }

    @Test
    void aFileInTheWayIsNotTakenForADirectory() throws IOException {
        Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> DataDirectory.open(folder.resolve("file/data"), true))
                .isInstanceOf(IOException.class);
    }
}
