package io.kubejar.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What cluster to start.
 *
 * @param port the port of the API server, 0 for a free one
 * @param nodes how many nodes
 * @param etcdPort the port of the embedded etcd, 0 for a free one, or null for none
 * @param dataDir where the state is kept, or null for memory only
 * @param etcdEndpoints the addresses of the etcd to use instead of the embedded one; empty for the embedded one
 * @param podStartDelay how long a pod takes to become ready
 */
record UpSettings(
        int port,
        int nodes,
        @Nullable Integer etcdPort,
        @Nullable Path dataDir,
        List<String> etcdEndpoints,
        Duration podStartDelay) {}
