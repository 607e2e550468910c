package io.kubejar.cluster.fault;

import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.server.ApiServer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The components that are down because somebody has killed them, the API server among them. Thread-safe. */
final class Killed {
    static final String API_SERVER = "kube-apiserver";

    private static final String KUBELET = "kubelet/";

    private final Components others;
    private final NodeFaults nodes;
    private final ApiServer server;
    private final WatchFaults watches;
    private final String reachable;
    private final Set<String> down = new HashSet<>(); // guarded by this
    private volatile boolean serverDown;

    /**
     * Nothing is down yet.
     *
     * @param reachable what the paths begin with that are answered also while the server is down
     */
    Killed(Components others, NodeFaults nodes, ApiServer server, WatchFaults watches, String reachable) {
        this.others = others;
        this.nodes = nodes;
        this.server = server;
        this.watches = watches;
        this.reachable = reachable;
    }

    /** Throws IllegalArgumentException unless there is such a component, and IllegalStateException when it is down. */
    private void requireUp(String name) {
        List<String> names = new ArrayList<>(List.of(API_SERVER));
        names.addAll(others.names());
        nodes.names().forEach(node -> names.add(KUBELET + node));
        if (!names.contains(name)) {
            throw new IllegalArgumentException("there is no component " + name + "; there are " + names);
        }
        if (down.contains(name)) {
            throw new IllegalStateException(name + " is down already; undo that first");
        }
    }

    /** Kills a component. */
    synchronized void kill(String name) {
        requireUp(name);
        down.add(name);
        if (name.equals(API_SERVER)) {
            serverDown = true;
            watches.end(Match.ALL, null);
            server.cutConnections();
        } else if (name.startsWith(KUBELET)) {
            nodes.power().killKubelet(name.substring(KUBELET.length()));
        } else {
            others.kill(name);
        }
    }

    /**
     * Starts one that was killed.
     *
     * @throws StatusException when the API server cannot start because its etcd does not answer
     */
    synchronized void start(String name) {
        if (!down.contains(name)) {
            return;
        }
        if (name.equals(API_SERVER)) {
            server.restart();
            serverDown = false;
        } else if (name.startsWith(KUBELET)) {
            nodes.power().startKubelet(name.substring(KUBELET.length()));
        } else {
            others.start(name);
        }
        down.remove(name);
    }

    /** Whether a request for a path arrives at the server. */
    boolean arrives(String path) {
        return !serverDown || path.startsWith(reachable);
    }

    /** Refuses whoever asks the server while it is down. */
    void requireServer() {
        if (serverDown) {
            throw StatusException.of(Reason.SERVICE_UNAVAILABLE, "the API server is down: a fault was asked for");
        }
    }
}
