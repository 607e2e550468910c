package io.kubejar.controllers.nodelifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.controllers.pod.PodStatuses;
import io.kubejar.controllers.pod.Pods;
import io.kubejar.core.client.Patch;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.informer.Indexes;
import io.kubejar.core.informer.Lister;
import io.kubejar.core.informer.Listers;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.ObjectKey;
import io.kubejar.core.object.Resources;
import io.kubejar.core.object.Times;
import io.kubejar.core.reconcile.Controller;
import io.kubejar.core.reconcile.EventNote;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Sources;
import io.kubejar.core.reconcile.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Calls nodes Unknown that give no sign of life, taints nodes by their state, and marks the pods of those that are not ready.
 * Upstream: pkg/controller/nodelifecycle/node_lifecycle_controller.go, v1.36; unlike there a taint is not held back when many
 * nodes of a zone fail at once.
 */
public final class NodeLifecycleController implements Controller {
    private static final String LEASES_OF_NODES = "kube-node-lease";
    /** How long a node may be silent. Upstream: --node-monitor-grace-period. */
    private static final Duration GRACE = Duration.ofSeconds(50);
    /** How long a new node may be silent. Upstream: --node-startup-grace-period. */
    private static final Duration STARTUP_GRACE = Duration.ofSeconds(60);

    private static final List<String> KUBELETS_CONDITIONS =
            List.of("Ready", "MemoryPressure", "DiskPressure", "PIDPressure");
    private static final Map<String, String> OLD_LABELS = Map.of(
            "kubernetes.io/os", "beta.kubernetes.io/os",
            "kubernetes.io/arch", "beta.kubernetes.io/arch");

    /** The last sign of life, and when it was seen. */
    private record Sign(String uid, String text, Instant seen) {}

    private final Lister nodes;
    private final Lister leases;
    private final Lister pods;
    private final boolean silenceCounts;
    private final Map<String, Sign> signs = new ConcurrentHashMap<>();
    private final Map<String, String> ready = new ConcurrentHashMap<>();

    /**
     * Reads nodes, their leases and their pods.
     *
     * @param silenceCounts whether nodes renew their leases at all; when they do not, their silence means nothing
     */
    public NodeLifecycleController(Listers listers, boolean silenceCounts) {
        nodes = listers.of(Resources.NODES);
        leases = listers.of(Resources.LEASES);
        pods = listers.of(Resources.PODS);
        this.silenceCounts = silenceCounts;
    }

    @Override
    public String name() {
        return "node-controller";
    }

    @Override
    public void sources(Sources sources) {
        sources.onSelf(Resources.NODES)
                .on(
                        Resources.LEASES,
                        (before, after) -> after != null && after.namespace().equals(LEASES_OF_NODES)
                                ? List.of(new ObjectKey("", after.name()))
                                : List.of());
    }

    @Override
    public Plan reconcile(ObjectKey key, Instant now) {
        ApiObject node = nodes.get(key);
        if (node == null) {
            return forget(key.name());
        }
        Plan.Builder plan = Plan.builder();
        Sign before = signs.get(node.name());
        if (before == null || !before.uid().equals(node.uid())) {
            String message = "Node " + node.name() + " event: Registered Node " + node.name() + " in Controller";
            plan.event(EventNote.normal(node, "RegisteredNode", message));
        }
        Sign sign = look(node, before, now);
        if (silenceCounts) {
            Duration grace = Pods.condition(node, "Ready") == null ? STARTUP_GRACE : GRACE;
            Instant limit = sign.seen().plus(grace);
            if (limit.isBefore(now)) {
                ApiObject silent = silent(node, now);
                if (!silent.status().equals(node.status())) {
                    ResourceRef status = ResourceRef.to(Resources.NODES, node).sub("status");
                    return plan.write(new Write.Update(status, silent), null, Plan::goneIsFine)
                            .build(); // the change wakes us again for the rest
                }
            } else {
                plan.lookAgain(Duration.between(now, limit).plusMillis(1));
            }
        }
        labels(node, plan);
        taints(node, now, plan);
        pods(node, now, plan);
        return plan.build();
    }

    private Plan forget(String name) {
        signs.remove(name);
        ready.remove(name);
        return Plan.NOTHING;
    }

    private Sign look(ApiObject node, @Nullable Sign before, Instant now) {
        JsonNode condition = Pods.condition(node, "Ready");
        ApiObject lease = leases.get(LEASES_OF_NODES, node.name());
        String text = (condition == null ? "" : Json.textOr(condition, "", "lastHeartbeatTime")) + " "
                + (lease == null ? "" : Json.textOr(lease.spec(), "", "renewTime"));
        if (before != null && before.uid().equals(node.uid()) && before.text().equals(text)) {
            return before;
        }
        Instant created = node.created();
        boolean neverSpoke = text.isBlank() && created != null;
        Sign sign = new Sign(node.uid(), text, neverSpoke && created != null ? created : now);
        signs.put(node.name(), sign);
        return sign;
    }

    /** The node with all that only its kubelet can know called Unknown. */
    private static ApiObject silent(ApiObject node, Instant now) {
        return node.edit(root -> {
            ArrayNode conditions = Json.list(Json.child(root, "status"), "conditions");
            for (String type : KUBELETS_CONDITIONS) {
                ObjectNode known = null;
                for (JsonNode condition : conditions) {
                    known = type.equals(Json.text(condition, "type")) ? (ObjectNode) condition : known;
                }
                if (known == null) {
                    conditions
                            .addObject()
                            .put("type", type)
                            .put("status", "Unknown")
                            .put("lastHeartbeatTime", Json.textOr(node.metadata(), "", "creationTimestamp"))
                            .put("lastTransitionTime", Times.format(now))
                            .put("reason", "NodeStatusNeverUpdated")
                            .put("message", "Kubelet never posted node status.");
                } else if (!"Unknown".equals(Json.text(known, "status"))) {
                    known.put("status", "Unknown")
                            .put("reason", "NodeStatusUnknown")
                            .put("message", "Kubelet stopped posting node status.")
                            .put("lastTransitionTime", Times.format(now));
                }
            }
        });
    }

    private static void labels(ApiObject node, Plan.Builder plan) {
        ObjectNode changed = Json.object();
        Map<String, String> labels = node.labels();
        OLD_LABELS.forEach((stable, old) -> {
            String value = labels.get(stable);
            if (value != null && !value.equals(labels.get(old))) {
                changed.put(old, value);
            }
        });
        if (!changed.isEmpty()) {
            ObjectNode patch = Json.object();
            patch.putObject("metadata").set("labels", changed);
            plan.write(
                    new Write.Change(ResourceRef.to(Resources.NODES, node), Patch.merge(patch)),
                    null,
                    Plan::goneIsFine);
        }
    }

    private static void taints(ApiObject node, Instant now, Plan.Builder plan) {
        ArrayNode wanted = NodeTaints.of(node, now);
        JsonNode has = node.spec().path("taints");
        if (wanted.equals(has) || (wanted.isEmpty() && has.isEmpty())) {
            return;
        }
        ResourceRef ref = ResourceRef.to(Resources.NODES, node);
        plan.write(
                new Write.Change(ref, patch(node, wanted)),
                null,
                refusal -> refusal.code() != 409
                        ? Plan.goneIsFine(refusal)
                        : Plan.of(new Plan.Read(
                                ref,
                                fresh -> Plan.builder()
                                        .patch(ref, patch(fresh, NodeTaints.of(fresh, now)))
                                        .build(),
                                Plan::goneIsFine)));
    }

    private static Patch patch(ApiObject node, ArrayNode taints) {
        ObjectNode patch = Json.object();
        patch.putObject("metadata").put("resourceVersion", node.resourceVersion());
        patch.putObject("spec").set("taints", taints);
        return Patch.merge(patch);
    }

    /** Pods of a node that is no longer ready are not ready either; once for each time. */
    private void pods(ApiObject node, Instant now, Plan.Builder plan) {
        JsonNode condition = Pods.condition(node, "Ready");
        String state = condition == null ? "" : Json.textOr(condition, "", "status");
        String before = ready.put(node.name(), state);
        if (!"True".equals(before) || state.equals("True")) {
            return;
        }
        plan.event(EventNote.normal(node, "NodeNotReady", "Node " + node.name() + " status is now: NodeNotReady"));
        for (ApiObject pod : pods.indexed(Indexes.NODE_NAME, node.name())) {
            if (!Pods.isReady(pod)) {
                continue;
            }
            JsonNode known = Pods.condition(pod, "Ready");
            ApiObject notReady = pod.edit(root -> PodStatuses.condition(
                    root,
                    "Ready",
                    "False",
                    known == null ? "" : Json.textOr(known, "", "reason"),
                    known == null ? "" : Json.textOr(known, "", "message"),
                    now));
            plan.write(
                    new Write.Update(ResourceRef.to(Resources.PODS, pod).sub("status"), notReady),
                    stored -> Plan.event(EventNote.warning(stored, "NodeNotReady", "Node is not ready")),
                    refusal -> Plan.NOTHING); // it has changed or gone: its kubelet is alive after all
        }
    }
}
