package io.kubejar.cli;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What cluster to start.
 *
 * @param port the port of the API server, 0 for a free one
 * @param nodes how many nodes
 * @param firstNode which of the names node-a, node-b and so on the first one has, from 0
 * @param etcdPort the port of the embedded etcd, 0 for a free one, or null for none
 * @param dataDir where the state is kept, or null for memory only
 * @param etcd the etcd to use instead of the embedded one
 * @param podStartDelay how long a pod takes to become ready
 */
record UpSettings(
        int port,
        int nodes,
        int firstNode,
        @Nullable Integer etcdPort,
        @Nullable Path dataDir,
        SharedEtcd etcd,
        Duration podStartDelay) {}
