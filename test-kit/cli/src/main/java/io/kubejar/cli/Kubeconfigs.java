package io.kubejar.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes a kubeconfig so that nobody else can read it, not even for a moment. */
final class Kubeconfigs {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private Kubeconfigs() {}

    /** Replaces the file in one step; its folder is made when it is missing. */
    static void write(Path file, String text) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder == null || Files.isDirectory(file)) {
                throw new CliFailure("the kubeconfig " + file + " cannot be written: it is a folder");
            }
            Files.createDirectories(folder);
            FileStore store = Files.getFileStore(folder);
            FileAttribute<?>[] attributes = store.supportsFileAttributeView(PosixFileAttributeView.class)
                    ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                    : new FileAttribute<?>[0];
            Path fresh = Files.createTempFile(folder, ".kubeconfig", "", attributes);
            try {
                Files.writeString(fresh, text, StandardCharsets.UTF_8);
                Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            throw new CliFailure("the kubeconfig " + file + " cannot be written: " + Reasons.of(e), e);
        }
    }
}
