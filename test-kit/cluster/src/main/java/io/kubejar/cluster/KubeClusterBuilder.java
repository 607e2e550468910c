package io.kubejar.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The settings of a cluster to be started. Not thread-safe. */
public final class KubeClusterBuilder {
    private int nodes = ClusterOptions.DEFAULTS.nodes();
    private @Nullable Integer port;
    private @Nullable Integer etcdPort;
    private List<String> etcdEndpoints = List.of();
    private @Nullable Path dataDir;
    private Duration podStartDelay = Duration.ZERO;
    private boolean heartbeats = true;

    KubeClusterBuilder() {}

    /** How many nodes; one by default. */
    public KubeClusterBuilder nodes(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("nodes must not be negative: " + count);
        }
        nodes = count;
        return this;
    }

    /** Listens at this port at once; 0 for any free one. Without it HTTPS begins when somebody asks for the address. */
    public KubeClusterBuilder port(int number) {
        port = number;
        return this;
    }

    /** Opens the embedded etcd for etcdctl and others at this port; 0 for any free one. */
    public KubeClusterBuilder etcdPort(int number) {
        etcdPort = number;
        return this;
    }

    /** Uses a real etcd instead of the embedded one, by its URLs. */
    public KubeClusterBuilder etcdEndpoints(String... urls) {
        etcdEndpoints = List.of(urls);
        return this;
    }

    /** Keeps everything in a folder; a cluster that is started on it later goes on from there. */
    public KubeClusterBuilder dataDir(Path folder) {
        dataDir = folder;
        return this;
    }

    /** How long a container takes to start; at once by default. */
    public KubeClusterBuilder podStartDelay(Duration delay) {
        podStartDelay = delay;
        return this;
    }

    /** Whether nodes renew their leases and report their status; they do by default. */
    public KubeClusterBuilder heartbeats(boolean wanted) {
        heartbeats = wanted;
        return this;
    }

    /** Starts the cluster; when this returns the API answers and the nodes are registered. */
    public KubeCluster start() {
        return new KubeCluster(
                new ClusterOptions(nodes, port, etcdPort, etcdEndpoints, dataDir, podStartDelay, heartbeats));
    }
}
