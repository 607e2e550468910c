package io.kubejar.etcd.grpc;

import io.etcd.jetcd.api.SnapshotResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.kubejar.core.time.SystemClock;
import io.kubejar.etcd.backup.Backup;
import io.kubejar.etcd.backup.SnapshotChunks;
import io.kubejar.etcd.count.Counts;
import io.kubejar.etcd.count.Distribution;
import io.kubejar.etcd.engine.Engine;
import io.kubejar.etcd.service.Maintenance;
import org.jspecify.annotations.Nullable;

/** Sends a snapshot, as fast as the client takes it. Source: etcd 3.6 v3rpc.maintenanceServer.Snapshot. */
final class SnapshotStream {
    private final ServerCallStreamObserver<SnapshotResponse> observer;
    private final Backup backup;
    private final Counts counts;
    private final long begin = SystemClock.INSTANCE.nanos();
    private @Nullable SnapshotChunks chunks; // guarded by this; null before it is written and after the end
    private boolean ended; // guarded by this

    private SnapshotStream(ServerCallStreamObserver<SnapshotResponse> observer, Backup backup, Counts counts) {
        this.observer = observer;
        this.backup = backup;
        this.counts = counts;
    }

    /** Begins; the database is written where that holds up nobody. */
    static void send(Maintenance maintenance, Engine engine, ServerCallStreamObserver<SnapshotResponse> observer) {
        Backup backup;
        try {
            backup = maintenance.snapshot();
        } catch (RuntimeException e) {
            observer.onError(Calls.error(e));
            return;
        }
        SnapshotStream stream = new SnapshotStream(observer, backup, engine.counts());
        observer.setOnReadyHandler(stream::pump);
        observer.setOnCancelHandler(stream::end);
        engine.aside("snapshot", stream::begin);
    }

    private void begin() {
        SnapshotChunks written;
        try {
            written = SnapshotChunks.of(backup);
        } catch (RuntimeException e) {
            fail(e);
            return;
        }
        synchronized (this) {
            if (ended) {
                written.close();
                return;
            }
            chunks = written;
        }
        pump();
    }

    private synchronized void pump() {
        try {
            while (chunks != null && observer.isReady()) {
                SnapshotChunks.Chunk chunk = chunks.next();
                if (chunk == null) {
                    end();
                    observer.onCompleted();
                    return;
                }
                observer.onNext(chunk.message(backup.store().state().revision()));
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private synchronized void fail(RuntimeException e) {
        if (!ended) {
            end();
            observer.onError(Calls.error(e));
        }
    }

    private synchronized void end() {
        ended = true;
        if (chunks != null) {
            chunks.close();
            chunks = null;
            counts.took(Distribution.SNAPSHOT, SystemClock.INSTANCE.nanos() - begin);
        }
    }
}
