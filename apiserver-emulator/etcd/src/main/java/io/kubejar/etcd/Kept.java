package io.kubejar.etcd;

import io.kubejar.core.loop.Loops;
import io.kubejar.etcd.backup.BackupReader;
import io.kubejar.etcd.engine.Journal;
import io.kubejar.etcd.engine.Store;
import io.kubejar.etcd.wal.WriteAheadLog;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A store as a server begins with it, and where its changes go. */
record Kept(Store store, Journal journal) {
    /**
     * Finds it.
     *
     * @param settings null for one in memory
     * @param restored the snapshot that it is made of; null for none
     */
    static Kept open(WriteAheadLog.@Nullable Settings settings, @Nullable Path restored, Loops loops) {
        Instant now = loops.clock().now();
        Store store = restored == null ? Store.empty() : BackupReader.read(restored, now);
        if (settings == null) {
            return new Kept(store, Journal.NONE);
        }
        WriteAheadLog log = restored == null
                ? WriteAheadLog.open(settings, loops.loop("etcd-snapshots"), now)
                : WriteAheadLog.create(settings, loops.loop("etcd-snapshots"), store, now);
        return new Kept(log.recovered(), log);
    }
}
