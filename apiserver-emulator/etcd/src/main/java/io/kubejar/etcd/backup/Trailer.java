package io.kubejar.etcd.backup;

import io.kubejar.etcd.bolt.DamagedFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** The digest at the end of a snapshot. Source: etcd 3.6 etcdutl snapshot, hasChecksum and copyAndVerifyDB. */
final class Trailer {
    static final int BYTES = 32;
    private static final int SECTOR = 512; // no page is smaller, so a file without a digest is a multiple of it

    private Trailer() {}

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static void check(Path file) throws IOException {
        long size = Files.size(file);
        if (size % SECTOR != BYTES) {
            throw new DamagedFileException(file, "it does not end in a checksum, as a snapshot that etcd saved does");
        }
        MessageDigest digest = digest();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (long left = size - BYTES; left > 0; ) {
                int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (read < 0) {
                    throw new DamagedFileException(file, "it became shorter while it was read");
                }
                digest.update(buffer, 0, read);
                left -= read;
            }
            if (!Arrays.equals(digest.digest(), in.readNBytes(BYTES))) {
                throw new DamagedFileException(file, "its checksum is wrong; the snapshot is damaged");
            }
        }
    }
}
