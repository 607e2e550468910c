package io.kubejar.etcd.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Saves snapshots as {@code etcdctl snapshot save} does. */
public final class BackupFile {
    private BackupFile() {}

    /** Writes what it is given to where it is told. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it. */
        void to(OutputStream out) throws IOException;
    }

    /**
     * Writes a snapshot to a file, in place of one that may be there.
     *
     * @throws UncheckedIOException when that cannot be done; what was there is untouched then
     */
    public static void write(Path file, Backup backup) {
        write(file, out -> {
            try (SnapshotChunks chunks = SnapshotChunks.of(backup)) {
                for (SnapshotChunks.Chunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
                    out.write(chunk.bytes());
                }
            }
        });
    }

    /**
     * Writes a file beside its place and moves it there once it is whole. Only its owner may read it, as in everything that
     * Java calls a temporary file: there are keys in it.
     *
     * @throws UncheckedIOException when that cannot be done; what was there is untouched then
     */
    public static void write(Path file, Content content) {
        Path absolute = file.toAbsolutePath();
        Path folder = absolute.getParent();
        if (folder == null) {
            throw new IllegalArgumentException(file + " is a folder");
        }
        try {
            Path part = Files.createTempFile(folder, "." + absolute.getFileName(), ".part");
            try {
                try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                    content.to(Channels.newOutputStream(channel));
                    channel.force(true); // before it takes the place of another
                }
                Files.move(part, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
