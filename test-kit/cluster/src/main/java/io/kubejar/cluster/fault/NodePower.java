package io.kubejar.cluster.fault;

import io.kubejar.kubelet.fleet.KubeletFleet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Which nodes are down, and how often somebody wants that: because the machine has no power, or because its kubelet was
 * killed. A node runs again when nobody wants it to be down any more, and its containers have outlived that unless its
 * machine has been without power, or has started anew, meanwhile. Thread-safe.
 */
final class NodePower {
    private static final class Down {
        private int reasons;
        private boolean rebooted;
    }

    private final Supplier<KubeletFleet> nodes;
    private final Map<String, Down> down = new HashMap<>(); // guarded by this

    NodePower(Supplier<KubeletFleet> nodes) {
        this.nodes = nodes;
    }

    /** Pulls the plug of a machine; gives what puts it in again. */
    Runnable lose(String node) {
        stop(node);
        return () -> start(node, true);
    }

    /** Starts a machine anew. Where its kubelet was killed that stays so, and a machine without power starts later. */
    synchronized void reboot(String node) {
        Down held = down.get(node);
        if (held != null) {
            held.rebooted = true;
            return;
        }
        nodes.get().stopNode(node);
        nodes.get().rebootNode(node);
    }

    /** Kills the kubelet; the containers run on. */
    void killKubelet(String node) {
        stop(node);
    }

    /** Starts the kubelet that was killed. */
    void startKubelet(String node) {
        start(node, false);
    }

    private synchronized void stop(String node) {
        down.computeIfAbsent(node, name -> new Down()).reasons++;
        nodes.get().stopNode(node);
    }

    private synchronized void start(String node, boolean rebooted) {
        Down held = down.get(node);
        if (held == null) {
            return;
        }
        held.rebooted |= rebooted;
        held.reasons--;
        if (held.reasons > 0) {
            return;
        }
        down.remove(node);
        if (held.rebooted) {
            nodes.get().rebootNode(node);
        } else {
            nodes.get().startKubelet(node);
        }
    }
}
