package io.kubejar.cluster.fault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.Patch;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.OwnerReference;
import io.kubejar.core.object.Resources;
import io.kubejar.kubelet.fleet.KubeletFleet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What befalls nodes. */
final class NodeFaults {
    private final Supplier<KubeletFleet> nodes;
    private final NodePower power;
    private final ApiClient admin;

    NodeFaults(Supplier<KubeletFleet> nodes, ApiClient admin) {
        this.nodes = nodes;
        power = new NodePower(nodes);
        this.admin = admin;
    }

    private KubeletFleet fleet() {
        return nodes.get();
    }

    /** Throws IllegalArgumentException unless there is such a node. */
    void require(String node) {
        if (!fleet().hasNode(node)) {
            throw new IllegalArgumentException("there is no node " + node + "; there are " + fleet().nodeNames());
        }
    }

    /** Pulls the plug; gives what puts it in again: the node starts anew, and its containers with it. */
    Runnable lose(String node) {
        require(node);
        return power.lose(node);
    }

    void reboot(String node) {
        require(node);
        power.reboot(node);
    }

    /** The names of all nodes. */
    List<String> names() {
        return fleet().nodeNames();
    }

    /** Which of them are down, and why. */
    NodePower power() {
        return power;
    }

    /**
     * Makes a node unschedulable and evicts its pods but for those of DaemonSets. Upstream: kubectl drain
     * --ignore-daemonsets --delete-emptydir-data --force, v1.36, without its waiting.
     *
     * @return the pods that a disruption budget or something else has kept, as {@code namespace/name: why}
     */
    List<String> drain(String node) {
        require(node);
        cordon(node);
        List<String> kept = new ArrayList<>();
        ListOptions ofNode = ListOptions.fields("spec.nodeName=" + node);
        for (ApiObject pod : admin.list(ResourceRef.of(Resources.PODS), ofNode).items()) {
            OwnerReference controller = pod.controller();
            if (controller != null && controller.kind().equals("DaemonSet")) {
                continue;
            }
            ApiObject eviction = ApiObject.of(new Gvk("policy", "v1", "Eviction"), pod.namespace(), pod.name());
            try {
                admin.create(ResourceRef.to(Resources.PODS, pod).sub("eviction"), eviction, WriteOptions.NONE);
            } catch (StatusException e) {
                kept.add(pod.namespace() + "/" + pod.name() + ": " + e.getMessage());
            }
        }
        return kept;
    }

    /** Lets no more pods onto a node; gives what takes that back. */
    Runnable cordon(String node) {
        require(node);
        ResourceRef ref = ResourceRef.of(Resources.NODES, "", node);
        admin.patch(ref, unschedulable(true), WriteOptions.NONE);
        return () -> {
            try {
                admin.patch(ref, unschedulable(false), WriteOptions.NONE);
            } catch (StatusException e) {
                if (!e.is(Reason.NOT_FOUND)) { // a node that is gone has nothing left to undo
                    throw e;
                }
            }
        };
    }

    /** Cuts a node off from the server; gives what heals that. */
    Runnable partition(String node, RequestFaults requests) {
        require(node);
        Match ofNode = Match.ALL.user("system:node:" + node);
        Runnable heal = requests.add(RequestFaults.Moment.BEFORE, ofNode, RequestFaults.FOR_EVER, call -> {
            throw StatusException.of(Reason.SERVICE_UNAVAILABLE, "the server cannot be reached: a fault was asked for");
        });
        return () -> {
            heal.run();
            fleet().nudgeNode(node);
        };
    }

    private static Patch unschedulable(boolean on) {
        ObjectNode change = Json.object();
        change.putObject("spec").put("unschedulable", on);
        return Patch.merge(change);
    }
}
