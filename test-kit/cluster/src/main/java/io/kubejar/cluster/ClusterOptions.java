package io.kubejar.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a cluster is to be.
 *
 * @param nodes how many nodes, named node-a, node-b and so on
 * @param port where HTTPS listens; 0 for any free one; null to begin to listen only when somebody asks for the address
 * @param etcdPort where the embedded etcd listens for etcdctl; 0 for any free one; null for no port
 * @param etcdEndpoints URLs of a real etcd to use instead of the embedded one; empty for the embedded one
 * @param dataDir where everything is kept; null keeps it in memory
 * @param podStartDelay how long a container takes to start
 * @param heartbeats whether nodes renew leases and report status
 */
record ClusterOptions(
        int nodes,
        @Nullable Integer port,
        @Nullable Integer etcdPort,
        List<String> etcdEndpoints,
        @Nullable Path dataDir,
        Duration podStartDelay,
        boolean heartbeats) {
    static final ClusterOptions DEFAULTS = new ClusterOptions(1, null, null, List.of(), null, Duration.ZERO, true);
}
