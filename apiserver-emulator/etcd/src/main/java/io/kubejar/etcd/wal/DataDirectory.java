package io.kubejar.etcd.wal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory with a store in it, kept for one process. What is made here only its owner may read; a directory that was
 * there keeps its permissions.
 *
 * <ul>
 *   <li>{@code lock}: locked while a process has the store open.
 *   <li>{@code log-P}: changes from position P on (16 hexadecimal digits).
 *   <li>{@code snapshot-P}: the store with all changes up to position P.
 * </ul>
 */
final class DataDirectory implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("(log|snapshot)-([0-9a-f]{16})");

    private final Path path;
    private final FileChannel lockFile;

    private DataDirectory(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /**
     * Takes the directory, making it and those above it if need be. Without fsync their names may be lost in a power cut.
     *
     * @throws IOException when another process has it
     */
    static DataDirectory open(Path path, boolean fsync) throws IOException {
        create(path, fsync ? DataDirectory::sync : made -> {});
        Path lock = path.resolve("lock");
        createFile(lock);
        FileChannel file = FileChannel.open(lock, StandardOpenOption.WRITE);
        if (tryLock(file) == null) {
            file.close();
            throw new IOException("the data directory " + path + " is in use by another etcd");
        }
        return new DataDirectory(path, file);
    }

    /** Makes what a directory's entries are survive. */
    @FunctionalInterface
    interface Sync {
        void sync(Path directory) throws IOException;
    }

    /** Makes a directory unless there is one; every directory that got a new one in it is synced, the uppermost last. */
    static void create(Path path, Sync sync) throws IOException {
        List<Path> grown = new ArrayList<>();
        Path at = path.toAbsolutePath();
        for (Path above = at.getParent(); above != null && !Files.isDirectory(at); above = at.getParent()) {
            grown.add(above);
            at = above;
        }
        if (!grown.isEmpty()) {
            Files.createDirectories(grown.get(0));
            Files.createDirectories(path, mode(path, "rwx------"));
        }
        for (Path directory : grown) {
            sync.sync(directory);
        }
    }

    /** Makes a file unless there is one. Only its owner may read it, as upstream: there are secrets in the store. */
    static void createFile(Path file) throws IOException {
        try {
            Files.createFile(file, mode(file, "rw-------"));
        } catch (FileAlreadyExistsException e) {
            // It keeps the permissions that it has.
        }
    }

    private static FileAttribute<?>[] mode(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // this process has it
        }
    }

    Path log(long position) {
        return path.resolve("log-%016x".formatted(position));
    }

    Path snapshot(long position) {
        return path.resolve("snapshot-%016x".formatted(position));
    }

    SortedMap<Long, Path> logs() throws IOException {
        return files("log");
    }

    SortedMap<Long, Path> snapshots() throws IOException {
        return files("snapshot");
    }

    /** True when there is no store in it. */
    boolean isEmpty() throws IOException {
        return logs().isEmpty() && snapshots().isEmpty();
    }

    private SortedMap<Long, Path> files(String kind) throws IOException {
        SortedMap<Long, Path> found = new TreeMap<>();
        try (Stream<Path> list = Files.list(path)) {
            list.forEach(file -> {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches() && name.group(1).equals(kind)) {
                    found.put(Long.parseUnsignedLong(name.group(2), 16), file);
                }
            });
        }
        return found;
    }

    /** Makes the names of files in it survive. */
    void sync() throws IOException {
        sync(path);
    }

    private static void sync(Path path) throws IOException {
        if (path.getFileSystem().getSeparator().equals("/")) { // elsewhere directories cannot be opened, nor need it
            try (FileChannel directory = FileChannel.open(path, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    /** Deletes what a snapshot up to the position makes superfluous. The log that goes on after it stays. */
    void deleteBefore(long position) throws IOException {
        for (Map.Entry<Long, Path> log : logs().entrySet()) {
            if (log.getKey() <= position) {
                Files.delete(log.getValue());
            }
        }
        for (Map.Entry<Long, Path> snapshot : snapshots().entrySet()) {
            if (snapshot.getKey() < position) {
                Files.delete(snapshot.getValue());
            }
        }
    }

    /** Where a file is written before it gets its name. */
    static Path unfinished(Path file) {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    /** Deletes what was being written when the process went down. */
    void deleteUnfinished() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*.new")) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
