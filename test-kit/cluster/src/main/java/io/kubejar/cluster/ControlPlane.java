package io.kubejar.cluster;

import io.etcd.jetcd.Client;
import io.kubejar.cluster.fault.Disturbances;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.informer.Informers;
import io.kubejar.core.loop.Held;
import io.kubejar.core.loop.Loops;
import io.kubejar.kubelet.behaviour.Behaviours;
import io.kubejar.kubelet.fleet.FleetOptions;
import io.kubejar.kubelet.fleet.KubeletFleet;
import io.kubejar.kubelet.fleet.PodPorts;
import io.kubejar.kubelet.node.NodeSpec;
import io.kubejar.server.ApiServer;
import io.kubejar.server.authn.UserInfo;
import io.kubejar.server.storage.Etcd;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The wiring of a cluster: every component, its identity and what it is made with, on one screen. Read it from top to
 * bottom: store, server, controllers, scheduler, nodes.
 */
final class ControlPlane implements AutoCloseable {
    private static final Duration NODES_WITHIN = Duration.ofSeconds(30);

    final ApiServer server;
    private final Disturbances disturbances;
    private final Held begin;
    final Deciders deciders;
    final Informers nodeInformers;
    final KubeletFleet fleet;
    final Behaviours behaviours;
    final PodPorts ports;
    private final Closing closing = new Closing();
    private volatile @Nullable NodeClaims claims; // on an etcd that other servers may share

    /**
     * Starts everything on a store; when that fails nothing is left that other servers on the store would wait for.
     *
     * @param parent the one whose store this is a copy of, from which it goes on; null for a start of its own
     */
    ControlPlane(Ground ground, @Nullable ControlPlane parent) {
        ClusterOptions options = ground.options();
        Loops loops = ground.loops();
        begin = parent == null ? Held.NOTHING : loops.hold();
        server = server(ground, parent);
        closing.push(server::close);
        closing.push(this::releaseNodes);
        try {
            disturbances = new Disturbances(
                    loops,
                    ground.storeFaults(),
                    ground.etcd().client(),
                    ground.etcd().embedded(),
                    this::fleet,
                    server,
                    server.client(Users.ADMIN),
                    new PlaneComponents(this));
            server.pipeline().interceptor(disturbances.interceptor());
            Bootstrap bootstrap = new Bootstrap(server.client(Users.API_SERVER));
            prepareStore(ground, bootstrap, parent == null);

            deciders = new Deciders(server, ground);
            closing.push(deciders::close);

            nodeInformers = new Informers("nodes", as(Users.NODES), loops);
            closing.push(nodeInformers::close);
            behaviours = parent == null ? new Behaviours() : parent.behaviours.copy();
            ports = parent == null ? new PodPorts() : parent.ports.copy();
            FleetOptions fleetOptions = FleetOptions.DEFAULTS.withPodStartDelay(options.podStartDelay());
            fleet = new KubeletFleet(
                    node -> as(Users.node(node)),
                    nodeInformers,
                    loops,
                    behaviours,
                    ports,
                    options.heartbeats() ? fleetOptions : fleetOptions.withoutHeartbeats());
            server.nodeAgent(fleet);
            if (parent != null) {
                fleet.adoptNodes(parent.fleet);
                fleet.start();
                return;
            }
            Restored restored = options.restored();
            if (restored != null && restored.notes() != null) {
                restored.notes().nodes().forEach(fleet::adoptNode);
            }
            fleet.start();
            addNodes(ground);
            bootstrap.apiService(options.port() == null ? 0 : options.port());
            if (loops.runsByItself()) {
                awaitNodes(restored == null);
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Makes what every cluster begins with; a copy has it. */
    private void prepareStore(Ground ground, Bootstrap bootstrap, boolean anew) {
        ClusterOptions options = ground.options();
        Restored restored = options.restored();
        boolean foreign = restored != null && restored.isForeign();
        if (restored != null && foreign) {
            ForeignStore.check(restored.file(), ground.etcd().client(), server.registry());
        }
        if (!anew) {
            return;
        }
        bootstrap.namespaces();
        bootstrap.policy(server.registry());
        if (foreign) {
            ForeignStore.holdNodes(
                    server.client(Users.API_SERVER),
                    ownNodes(options),
                    ground.loops().clock().now());
        }
    }

    private void addNodes(Ground ground) {
        ClusterOptions options = ground.options();
        NodeClaims claimed = claimNodes(ground);
        claims = claimed;
        int first = claimed == null ? firstNode(options) : claimed.first();
        for (int number = first; number < first + options.nodes(); number++) {
            if (!fleet.hasNode(nodeName(number))) {
                fleet.addNode(NodeSpec.of(nodeName(number), number));
            }
        }
    }

    private void releaseNodes() {
        NodeClaims claimed = claims;
        if (claimed != null) {
            claimed.close();
        }
    }

    private static int firstNode(ClusterOptions options) {
        Integer first = options.firstNode();
        return first == null ? 0 : first;
    }

    private static Set<String> ownNodes(ClusterOptions options) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < options.nodes(); i++) {
            names.add(nodeName(firstNode(options) + i));
        }
        return names;
    }

    private @Nullable NodeClaims claimNodes(Ground ground) {
        ClusterOptions options = ground.options();
        if (options.etcdEndpoints().isEmpty() || options.nodes() == 0) {
            return null;
        }
        return NodeClaims.take(
                new Etcd(ground.storeFaults()),
                ground.loops(),
                NodeClaims.TIME_TO_LIVE,
                deciders.candidate(),
                options.nodes(),
                options.firstNode(),
                () -> fleet.nodeNames().forEach(fleet::removeNode));
    }

    /** Lets a copy begin. */
    void begin() {
        begin.release();
    }

    /** What can go wrong. A copy has begun by then: what opens its watches later would not notice that they are disturbed. */
    Disturbances disturbances() {
        try {
            begin.awaitBegun();
            return disturbances;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the copy begins", e);
        }
    }

    private KubeletFleet fleet() {
        return fleet;
    }

    private static ApiServer server(Ground ground, @Nullable ControlPlane parent) {
        Client etcd = ground.storeFaults();
        return parent == null
                ? new ApiServer(
                        etcd,
                        ground.pki(),
                        ground.loops(),
                        ground.chance(),
                        ground.recorders(),
                        ground.options().past())
                : parent.server.fork(etcd, ground.loops(), ground.chance(), ground.recorders());
    }

    /** Waits until all nodes are there and, in a cluster that begins anew, take pods. */
    private void awaitNodes(boolean anew) {
        try {
            if (!fleet.awaitRegistration(NODES_WITHIN)) {
                throw new IllegalStateException("the nodes are not registered after " + NODES_WITHIN);
            }
            if (anew && deciders.lead() && !SchedulableNodes.await(server.client(Users.API_SERVER), NODES_WITHIN)) {
                throw new IllegalStateException("the nodes take no pods after " + NODES_WITHIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the nodes register", e);
        }
    }

    private ApiClient as(UserInfo user) {
        return server.client(user);
    }

    /** node-a to node-z, then node-aa and on. */
    static String nodeName(int number) {
        String letters = "";
        for (int left = number; left >= 0; left = left / 26 - 1) {
            letters = (char) ('a' + left % 26) + letters;
        }
        return "node-" + letters;
    }

    @Override
    public void close() {
        closing.close();
    }
}
