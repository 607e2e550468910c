package io.kubejar.cluster;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The snapshot that a cluster goes on from.
 *
 * @param notes what the cluster was beside its store; null for the snapshot of another cluster's etcd
 */
record Restored(Path file, @Nullable ClusterNotes notes) {
    /** Whether it is of another cluster, which was not one of ours. */
    boolean isForeign() {
        return notes == null;
    }

    /** Throws as {@link io.kubejar.etcd.EtcdServer.Builder#start} does when the file is no snapshot. */
    static Restored of(Path file) {
        return new Restored(file, ClusterNotes.of(file));
    }
}
