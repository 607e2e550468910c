package io.kubejar.etcd.jetcd;

import io.etcd.jetcd.maintenance.SnapshotResponse;
import io.grpc.stub.StreamObserver;
import io.kubejar.etcd.backup.Backup;
import io.kubejar.etcd.backup.SnapshotChunks;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;

/** Gives a snapshot to jetcd's callers, on their thread. */
final class InProcessSnapshot {
    private InProcessSnapshot() {}

    /** Writes it; how many bytes it was, or what went wrong. */
    static CompletableFuture<Long> to(Backup backup, OutputStream output) {
        try (SnapshotChunks chunks = SnapshotChunks.of(backup)) {
            long sum = 0;
            for (SnapshotChunks.Chunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
                output.write(chunk.bytes());
                sum += chunk.bytes().length;
            }
            return CompletableFuture.completedFuture(sum);
        } catch (IOException | UncheckedIOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Hands it over piece by piece. */
    static void to(Backup backup, StreamObserver<SnapshotResponse> observer) {
        try (SnapshotChunks chunks = SnapshotChunks.of(backup)) {
            for (SnapshotChunks.Chunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
                observer.onNext(new SnapshotResponse(
                        chunk.message(backup.store().state().revision())));
            }
        } catch (UncheckedIOException e) {
            observer.onError(e);
            return;
        }
        observer.onCompleted();
    }
}
