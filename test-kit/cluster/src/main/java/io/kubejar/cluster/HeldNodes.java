package io.kubejar.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.Patch;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.informer.Indexes;
import io.kubejar.core.informer.Lister;
import io.kubejar.core.informer.Listers;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.ObjectKey;
import io.kubejar.core.object.Resources;
import io.kubejar.core.object.Times;
import io.kubejar.core.reconcile.Controller;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Sources;
import io.kubejar.core.reconcile.Write;
import io.kubejar.kubelet.fleet.FleetOptions;
import io.kubejar.kubelet.node.NodeObjects;
import io.kubejar.kubelet.node.NodeSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps nodes of another cluster as they came: nodes that were loaded or restored and that no kubelet runs. Their Leases are
 * renewed, so that nobody takes them for lost; their status and that of their pods stays what it was. They are cordoned, for
 * nothing new could run there. A pod that is deleted from now on goes at once, if its node is ready; one that was already on
 * its way stays as it was seen.
 */
final class HeldNodes implements Controller {
    /** Since when a node is held: an annotation on it. */
    static final String SINCE = "kubejar.io/held-since";

    private static final String LEASES = "kube-node-lease";
    private static final Duration RENEWED = Duration.ofSeconds(10); // as a kubelet
    private static final long LEASE_SECONDS = 40;

    private final Lister nodes;
    private final Lister leases;
    private final Lister pods;
    private final boolean heartbeats;

    /**
     * Reads nodes, their leases and their pods.
     *
     * @param heartbeats whether anybody looks at leases
     */
    HeldNodes(Listers listers, boolean heartbeats) {
        nodes = listers.of(Resources.NODES);
        leases = listers.of(Resources.LEASES);
        pods = listers.of(Resources.PODS);
        this.heartbeats = heartbeats;
    }

    /** A node as it is to be held from now on. */
    static ApiObject held(ApiObject node, Instant now) {
        return node.edit(root -> {
            Json.child(Json.child(root, "metadata"), "annotations").put(SINCE, now.toString());
            Json.child(root, "spec").put("unschedulable", true);
        });
    }

    /** A held node for pods of which only the name of theirs is known. */
    static ApiObject standIn(String name, ApiObject pod, Instant now) {
        ApiObject node = NodeObjects.initial(NodeSpec.of(name, 0), FleetOptions.DEFAULTS.version(), 0, now);
        return held(node, now).edit(root -> {
            ObjectNode spec = Json.child(root, "spec");
            spec.remove(List.of("podCIDR", "podCIDRs", "providerID"));
            for (JsonNode address : root.path("status").path("addresses")) {
                if ("InternalIP".equals(Json.text(address, "type")) && address instanceof ObjectNode own) {
                    own.put("address", Json.textOr(pod.status(), "0.0.0.0", "hostIP"));
                }
            }
        });
    }

    /** Holds a node that is there from now on. */
    static void hold(ApiClient client, String name, Instant now) {
        ObjectNode change = Json.object();
        change.putObject("metadata").putObject("annotations").put(SINCE, now.toString());
        change.putObject("spec").put("unschedulable", true);
        client.patch(ResourceRef.of(Resources.NODES, "", name), Patch.merge(change), WriteOptions.NONE);
    }

    @Override
    public String name() {
        return "held-nodes";
    }

    @Override
    public String user() {
        return Users.API_SERVER.name();
    }

    @Override
    public void sources(Sources sources) {
        sources.on(
                        Resources.NODES,
                        (before, after) -> after != null && since(after) != null ? List.of(after.key()) : List.of())
                .on(Resources.PODS, (before, after) -> nodeOf(after));
    }

    private Collection<ObjectKey> nodeOf(@Nullable ApiObject pod) {
        if (pod == null || !pod.isTerminating()) {
            return List.of();
        }
        String name = Json.textOr(pod.spec(), "", "nodeName");
        ApiObject node = nodes.get("", name);
        return node == null || since(node) == null ? List.of() : List.of(node.key());
    }

    private static @Nullable Instant since(ApiObject node) {
        return Times.parse(Json.text(node.metadata(), "annotations", SINCE));
    }

    @Override
    public Plan reconcile(ObjectKey key, Instant now) {
        ApiObject node = nodes.get(key);
        Instant since = node == null ? null : since(node);
        if (node == null || since == null) {
            return Plan.NOTHING;
        }
        Plan.Builder plan = Plan.builder();
        if (isReady(node)) {
            for (ApiObject pod : pods.indexed(Indexes.NODE_NAME, node.name())) {
                if (wasDeletedAfter(pod, since)) {
                    plan.delete(
                            ResourceRef.to(Resources.PODS, pod),
                            DeleteOptions.ofUid(pod.uid()).grace(0));
                }
            }
        }
        if (heartbeats) {
            renew(node, now, plan);
            plan.lookAgain(RENEWED);
        }
        return plan.build();
    }

    private static boolean isReady(ApiObject node) {
        for (var condition : node.status().path("conditions")) {
            if ("Ready".equals(Json.text(condition, "type"))) {
                return "True".equals(Json.text(condition, "status"));
            }
        }
        return false;
    }

    private static boolean wasDeletedAfter(ApiObject pod, Instant since) {
        Instant due = Times.parse(Json.text(pod.metadata(), "deletionTimestamp"));
        long grace = Json.number(pod.metadata(), 0, "deletionGracePeriodSeconds");
        return due != null && !due.minusSeconds(grace).isBefore(since.truncatedTo(ChronoUnit.SECONDS));
    }

    private void renew(ApiObject node, Instant now, Plan.Builder plan) {
        ApiObject lease = leases.get(LEASES, node.name());
        if (lease == null) {
            ResourceRef all = ResourceRef.of(Resources.LEASES, LEASES);
            plan.write(
                    new Write.Create(all, NodeObjects.lease(node, LEASE_SECONDS, now)), null, refusal -> Plan.NOTHING);
            return;
        }
        Instant last = Times.parse(Json.text(lease.spec(), "renewTime"));
        if (last == null || !last.plus(RENEWED).isAfter(now)) {
            ResourceRef own = ResourceRef.to(Resources.LEASES, lease);
            plan.write(new Write.Update(own, NodeObjects.renewed(lease, now)), null, refusal -> Plan.NOTHING);
        }
    }
}
