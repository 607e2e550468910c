package io.kubejar.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a cluster is to be.
 *
 * @param nodes how many nodes, named node-a, node-b and so on
 * @param firstNode which of these names the first node has, from 0; its addresses follow from it too; null for the first
 *     one, or on a real etcd for the first one that is no other server's
 * @param port where HTTPS listens; 0 for any free one; null to begin to listen only when somebody asks for the address
 * @param listening at which address of the machine it does, and under which names
 * @param etcdPort where the embedded etcd listens for etcdctl; 0 for any free one; null for no port
 * @param etcdEndpoints URLs of a real etcd to use instead of the embedded one; empty for the embedded one
 * @param etcdTls how to speak with that etcd if its URLs begin with https
 * @param leaderElection whether controllers and scheduler work only while this server is the elected one
 * @param dataDir where everything is kept; null keeps it in memory
 * @param certDir where CA and keys are kept; null for the data directory, a real etcd, or memory
 * @param podStartDelay how long a container takes to start
 * @param heartbeats whether nodes renew leases and report status
 * @param mode by which clock and on whose threads
 * @param seed for {@link Mode#SEEDED}
 * @param startTime where the clock of a simulated cluster begins; null for the usual place
 * @param quietPeriod for how long clients outside that watch must have asked nothing before the cluster is at rest
 * @param past how long the store keeps its past, at least
 * @param recording whether it is kept who wrote what, who asked for what and how often
 * @param restored the snapshot to go on from; null for a new cluster
 */
record ClusterOptions(
        int nodes,
        @Nullable Integer firstNode,
        @Nullable Integer port,
        Listening listening,
        @Nullable Integer etcdPort,
        List<String> etcdEndpoints,
        EtcdTls etcdTls,
        boolean leaderElection,
        @Nullable Path dataDir,
        @Nullable Path certDir,
        Duration podStartDelay,
        boolean heartbeats,
        Mode mode,
        long seed,
        @Nullable Instant startTime,
        Duration quietPeriod,
        Duration past,
        boolean recording,
        @Nullable Restored restored) {
    /** The same for a copy: it is in memory, shares its store with nobody and has no port until somebody asks for one. */
    ClusterOptions forFork(Mode otherMode) {
        return new ClusterOptions(
                nodes,
                firstNode,
                null,
                listening,
                null,
                List.of(),
                EtcdTls.NONE,
                false,
                null,
                null,
                podStartDelay,
                heartbeats,
                otherMode,
                seed,
                startTime,
                quietPeriod,
                past,
                recording,
                null);
    }
}
