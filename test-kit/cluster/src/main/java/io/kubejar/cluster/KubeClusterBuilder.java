package io.kubejar.cluster;

import io.kubejar.server.storage.Compactor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The settings of a cluster to be started. Not thread-safe. */
public final class KubeClusterBuilder {
    private @Nullable Integer nodes;
    private @Nullable Integer firstNode;
    private @Nullable Integer port;
    private Listening listening = Listening.LOOPBACK;
    private @Nullable Integer etcdPort;
    private List<String> etcdEndpoints = List.of();
    private EtcdTls etcdTls = EtcdTls.NONE;
    private @Nullable Boolean leaderElection;
    private @Nullable Path dataDir;
    private @Nullable Path restored;
    private @Nullable Path certDir;
    private Duration podStartDelay = Duration.ZERO;
    private boolean heartbeats = true;
    private Mode mode = Mode.LIVE;
    private long seed;
    private @Nullable Instant startTime;
    private @Nullable Duration past;
    private boolean recording = true;
    private Duration quietPeriod = Duration.ofMillis(50);

    KubeClusterBuilder() {}

    /** How many nodes, at least; one by default, none beside those of a {@link #restore} of a cluster of ours. */
    public KubeClusterBuilder nodes(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("nodes must not be negative: " + count);
        }
        nodes = count;
        return this;
    }

    /**
     * Which of the names node-a, node-b and so on the first node has, from 0; its addresses follow from it too. Without it
     * the first one, or on a real etcd the first so that no node is another server's. With it a cluster on a real etcd
     * does not start while one of its nodes is another server's.
     */
    public KubeClusterBuilder firstNode(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("firstNode must not be negative: " + number);
        }
        firstNode = number;
        return this;
    }

    /** Listens at this port at once; 0 for any free one. Without it HTTPS begins when somebody asks for the address. */
    public KubeClusterBuilder port(int number) {
        port = number;
        return this;
    }

    /**
     * Listens at this IP address of the machine instead of the loopback address; {@code 0.0.0.0} or {@code ::} for all of them,
     * and then {@link KubeCluster#url} is the one on this machine. The certificate is good for the address, or for all of
     * them.
     *
     * @throws IllegalArgumentException when it is no IP address
     */
    public KubeClusterBuilder bindAddress(String address) {
        listening = new Listening(address, listening.names());
        return this;
    }

    /**
     * Names and addresses by which clients reach the server, for its certificate; beside the usual ones and
     * {@link #bindAddress}.
     *
     * @throws IllegalArgumentException when one is neither a host name nor an IP address
     */
    public KubeClusterBuilder serverNames(String... names) {
        listening = new Listening(listening.address(), List.of(names));
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

    /**
     * How to speak with a real etcd whose URLs begin with {@code https}.
     *
     * @param caFile the certificates to trust, in PEM; null for those that the JDK trusts
     * @param certFile the client's certificate, in PEM, and
     * @param keyFile its key, in PEM; both null for none
     * @throws IllegalArgumentException when there is a certificate without a key or a key without a certificate
     */
    public KubeClusterBuilder etcdTls(@Nullable Path caFile, @Nullable Path certFile, @Nullable Path keyFile) {
        etcdTls = new EtcdTls(caFile, certFile, keyFile);
        return this;
    }

    /**
     * Whether controllers and scheduler work only while this server is the elected one; by default on a real etcd, which
     * several servers can share, and not on the embedded one.
     */
    public KubeClusterBuilder leaderElection(boolean wanted) {
        leaderElection = wanted;
        return this;
    }

    /** Keeps everything in a folder; a cluster that is started on it later goes on from there. */
    public KubeClusterBuilder dataDir(Path folder) {
        dataDir = folder;
        return this;
    }

    /**
     * Goes on from a file that {@link KubeCluster#snapshot} wrote: the same objects, uids and revision, the same keys, so that
     * tokens and kubeconfigs stay good, and the same nodes, whose pods run on. In a mode whose time is moved the clock stands
     * where it stood, unless {@link #startTime} says otherwise. What lives only in the JVM begins anew: the timeline,
     * registered behaviours, back-offs. A data directory must be a new one; {@link #certDir} is refused.
     *
     * <p>A snapshot of another cluster's etcd is taken too, as {@code etcdctl snapshot save} writes it: kube-apiserver's
     * protobuf is read, tokens of that cluster are not good here, and its nodes are held: they stay as they are, with their
     * pods, and take no new ones; one node is added that does. What is encrypted or stored in a version that is not served
     * is refused by its key.
     */
    public KubeClusterBuilder restore(Path snapshot) {
        restored = snapshot;
        return this;
    }

    /**
     * Keeps the CA and the keys in a folder, under the names of kubeadm's {@code /etc/kubernetes/pki}, and uses those that
     * are there. Without it they are kept in the data directory, in a real etcd below {@code /kubejar/pki/}, where all
     * servers on it find them, or in memory.
     */
    public KubeClusterBuilder certDir(Path folder) {
        certDir = folder;
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

    /** By which clock the cluster lives and on whose threads it works; {@link Mode#LIVE} by default. */
    public KubeClusterBuilder mode(Mode wanted) {
        mode = wanted;
        return this;
    }

    /** A {@link Mode#SEEDED} cluster in the order that this seed gives; the same seed gives the same names and ids too. */
    public KubeClusterBuilder seed(long number) {
        mode = Mode.SEEDED;
        seed = number;
        return this;
    }

    /**
     * Where the clock of a simulated cluster begins: by default now in {@link Mode#VIRTUAL}, and 2026-01-01T00:00:00Z in
     * {@link Mode#SEEDED}. A live one goes by the system's clock and ignores it.
     */
    public KubeClusterBuilder startTime(Instant instant) {
        startTime = instant;
        return this;
    }

    /**
     * For how long clients outside that have a watch open must have asked nothing before {@code settle()} returns; 50
     * milliseconds by default. Real time, in every mode.
     */
    public KubeClusterBuilder quietPeriod(Duration period) {
        quietPeriod = period;
        return this;
    }

    /**
     * How long the store keeps its past, at least: as far back {@link KubeCluster#at} can look. Five minutes by default, as
     * kube-apiserver keeps it; a day of its own time in a cluster whose time is moved.
     */
    public KubeClusterBuilder past(Duration kept) {
        past = kept;
        return this;
    }

    /**
     * Whether it is kept who wrote what and why, who asked for what, and how often: the timeline, {@code explain}, {@code
     * permissions()} and {@code activity()} live on it. It is by default, and costs little.
     */
    public KubeClusterBuilder recording(boolean wanted) {
        recording = wanted;
        return this;
    }

    private Duration past() {
        return past != null ? past : mode == Mode.LIVE ? Compactor.INTERVAL : Duration.ofDays(1);
    }

    private boolean hasFiles() {
        return dataDir != null || certDir != null;
    }

    /** Starts the cluster; when this returns the API answers and the nodes are registered. */
    public KubeCluster start() {
        if (mode == Mode.SEEDED && (port != null || etcdPort != null || !etcdEndpoints.isEmpty() || hasFiles())) {
            throw new IllegalArgumentException("a seeded cluster has no ports, no real etcd and no data directory: they"
                    + " would bring in what no seed repeats");
        }
        if (mode == Mode.VIRTUAL && !etcdEndpoints.isEmpty()) {
            throw new IllegalArgumentException("a real etcd goes by the system's clock: no virtual time on it");
        }
        if (restored != null && !etcdEndpoints.isEmpty()) {
            throw new IllegalArgumentException("a real etcd is restored with etcdutl snapshot restore, not from here");
        }
        Restored from = restored == null ? null : Restored.of(restored);
        if (from != null && !from.isForeign() && certDir != null) {
            throw new IllegalArgumentException(
                    restored + " has the keys of its cluster in it: no other folder for keys with it");
        }
        return KubeCluster.start(new ClusterOptions(
                nodes != null ? nodes : from == null || from.notes() == null ? 1 : 0,
                firstNode,
                port,
                listening,
                etcdPort,
                etcdEndpoints,
                etcdTls,
                leaderElection == null ? !etcdEndpoints.isEmpty() : leaderElection,
                dataDir,
                certDir,
                podStartDelay,
                heartbeats,
                mode,
                seed,
                startTime,
                quietPeriod,
                past(),
                recording,
                from));
    }
}
