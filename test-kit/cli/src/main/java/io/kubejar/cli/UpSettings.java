package io.kubejar.cli;

import io.kubejar.cluster.Listening;
import io.kubejar.cluster.Mode;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What cluster to start.
 *
 * @param port the port of the API server, 0 for a free one
 * @param listening at which address of the machine it listens, and under which names
 * @param nodes how many nodes, or null for the usual number
 * @param firstNode which of the names node-a, node-b and so on the first one has, from 0; null for the first that is free
 * @param etcdPort the port of the embedded etcd, 0 for a free one, or null for none
 * @param dataDir where the state is kept, or null for memory only
 * @param certDir where CA and keys are kept, or null for the data directory, the shared etcd or memory
 * @param etcd the etcd to use instead of the embedded one
 * @param podStartDelay how long a pod takes to become ready
 * @param from the snapshot to go on from, or null for a new cluster
 * @param load the dump to load when the cluster has started, or null for none
 * @param mode by which clock it lives
 */
record UpSettings(
        int port,
        Listening listening,
        @Nullable Integer nodes,
        @Nullable Integer firstNode,
        @Nullable Integer etcdPort,
        @Nullable Path dataDir,
        @Nullable Path certDir,
        SharedEtcd etcd,
        Duration podStartDelay,
        @Nullable Path from,
        @Nullable Path load,
        Mode mode) {
    /** A new cluster in memory, without delays and with the embedded etcd. */
    static UpSettings small(int nodes, @Nullable Integer etcdPort) {
        return new UpSettings(
                0,
                Listening.LOOPBACK,
                nodes,
                null,
                etcdPort,
                null,
                null,
                SharedEtcd.NONE,
                Duration.ZERO,
                null,
                null,
                Mode.LIVE);
    }
}
