package io.kubejar.etcd.backup;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnsafeByteOperations;
import io.etcd.jetcd.api.SnapshotResponse;
import io.kubejar.etcd.proto.Status;
import io.kubejar.etcd.proto.ToProto;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a store in pieces, as etcd sends it: its database, and in the last piece the digest of it. The database
 * lies in a temporary file until this is closed. Not for several threads at once.
 */
public final class SnapshotChunks implements AutoCloseable {
    private static final int CHUNK = 32 * 1024; // as upstream

    /**
     * A piece.
     *
     * @param remaining how many bytes of the database follow
     */
    public record Chunk(byte[] bytes, long remaining) {
        private static final int VERSION_FIELD = 4; // in SnapshotResponse; newer than the message class

        /** As it is sent. Source: etcd 3.6 v3rpc.maintenanceServer.Snapshot. */
        public SnapshotResponse message(long revision) {
            UnknownFieldSet.Field version = UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(ByteString.copyFromUtf8(Status.VERSION))
                    .build();
            return SnapshotResponse.newBuilder()
                    .setHeader(ToProto.header(revision))
                    .setRemainingBytes(remaining)
                    .setBlob(UnsafeByteOperations.unsafeWrap(bytes))
                    .setUnknownFields(UnknownFieldSet.newBuilder()
                            .addField(VERSION_FIELD, version)
                            .build())
                    .build();
        }
    }

    private final Path file;
    private final InputStream in;
    private final MessageDigest digest = Trailer.digest();
    private long remaining;
    private boolean ended;

    private SnapshotChunks(Path file) throws IOException {
        this.file = file;
        this.in = Files.newInputStream(file);
        this.remaining = Files.size(file);
    }

    /**
     * Writes the store and the notes out.
     *
     * @throws UncheckedIOException when there is no place for it
     */
    public static SnapshotChunks of(Backup backup) {
        try {
            Path file = Files.createTempFile("kubejar-etcd", ".snapshot");
            try {
                BackupWriter.write(backup, file);
                return new SnapshotChunks(file);
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(file);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the snapshot cannot be written: " + e.getMessage(), e);
        }
    }

    /** The next piece; null after the last one. */
    public @Nullable Chunk next() {
        if (ended) {
            return null;
        }
        try {
            byte[] bytes = in.readNBytes(CHUNK);
            if (bytes.length == 0) {
                ended = true;
                return new Chunk(digest.digest(), 0);
            }
            digest.update(bytes);
            remaining -= bytes.length;
            return new Chunk(bytes, remaining);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try (in) {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
