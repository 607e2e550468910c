package io.kubejar.cluster;

import io.kubejar.etcd.EtcdServer;
import io.kubejar.etcd.backup.BackupFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Saves clusters: a snapshot of their etcd, with notes of what they are beside it. */
public final class Snapshots {
    private static final Duration WITHIN = Duration.ofMinutes(10);

    private Snapshots() {}

    /** From now on every snapshot of the cluster's etcd, also one that a client takes, has these notes in it. */
    static void note(Ground ground, ControlPlane plane) {
        EtcdServer embedded = ground.etcd().embedded();
        if (embedded != null) {
            embedded.notes(() -> new ClusterNotes(
                            ground.loops().clock().now(),
                            embedded.revision(),
                            plane.fleet.members(),
                            ground.pki().keys())
                    .bytes());
        }
    }

    /**
     * Saves a cluster that runs in another process through the port of its etcd, as {@code etcdctl snapshot save} does; for
     * {@link KubeClusterBuilder#restore}.
     *
     * @param endpoint such as {@code http://127.0.0.1:2379}
     * @throws IllegalStateException when no etcd answers there
     * @throws java.io.UncheckedIOException when the file cannot be written
     */
    public static void save(String endpoint, Path file) {
        try (EtcdStore etcd = EtcdStore.real(List.of(endpoint), EtcdTls.NONE)) {
            BackupFile.write(file, out -> copy(etcd, out));
        }
    }

    private static void copy(EtcdStore etcd, OutputStream out) throws IOException {
        try {
            etcd.client().getMaintenanceClient().snapshot(out).get(WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the etcd does not give it: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Writes the file. */
    static void save(Ground ground, Path file) {
        EtcdServer embedded = ground.etcd().embedded();
        if (embedded == null) {
            throw new IllegalStateException("a cluster on a real etcd is saved with etcdctl snapshot save");
        }
        embedded.snapshot(file);
    }
}
