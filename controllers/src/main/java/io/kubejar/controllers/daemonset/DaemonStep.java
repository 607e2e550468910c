package io.kubejar.controllers.daemonset;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.controllers.pod.Pods;
import io.kubejar.controllers.pod.Refusals;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.EventNote;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The next step of a DaemonSet: pods where they miss, none where they must not be, then the rolling update. Upstream:
 * manage, podsShouldBeOnNode and syncNodes in pkg/controller/daemon/daemon_controller.go, v1.36.
 */
final class DaemonStep {
    private static final int BURST = 250;

    private final ApiObject daemonSet;
    private final String hash;
    private final Collection<ApiObject> nodes;
    private final Instant now;
    private final FailedPodBackoff backoff;
    private final NodeFit fit;
    private final Duration minReady;
    private final Map<String, List<ApiObject>> pods = new TreeMap<>();
    private final Plan.Builder plan = Plan.builder();
    private final List<String> needing = new ArrayList<>();
    private final List<ApiObject> surplus = new ArrayList<>();

    /**
     * Prepares the step.
     *
     * @param hash of the revision of the current template
     */
    DaemonStep(
            ApiObject daemonSet,
            String hash,
            Collection<ApiObject> nodes,
            Collection<ApiObject> owned,
            FailedPodBackoff backoff,
            Instant now) {
        this.daemonSet = daemonSet;
        this.hash = hash;
        this.nodes = nodes;
        this.now = now;
        this.backoff = backoff;
        this.fit = new NodeFit(daemonSet);
        this.minReady = Duration.ofSeconds(Json.number(daemonSet.spec(), 0, "minReadySeconds"));
        for (ApiObject pod : owned) {
            String node = DaemonPods.node(pod);
            if (!node.isEmpty() && !(Pods.isFinished(pod) && pod.isTerminating())) {
                pods.computeIfAbsent(node, n -> new ArrayList<>()).add(pod);
            }
        }
    }

    /** The plan of the step, the status included. */
    Plan plan() {
        List<String> desired = new ArrayList<>();
        for (ApiObject node : nodes) {
            NodeFit.Fit here = fit.of(node);
            if (here.shouldRun()) {
                desired.add(node.name());
            }
            place(node, here);
        }
        addStrays();
        if (needing.isEmpty() && surplus.isEmpty() && DaemonPods.isRolling(daemonSet)) {
            NodeRoll roll = new NodeRoll(daemonSet, hash, pods, desired, now).decide();
            needing.addAll(roll.needing);
            surplus.addAll(roll.surplus);
        }
        needing.stream().limit(BURST).forEach(this::create);
        surplus.stream().limit(BURST).forEach(this::delete);
        status(plan);
        for (List<ApiObject> there : pods.values()) {
            Pods.nextAvailable(there, minReady, now).ifPresent(plan::lookAgain);
        }
        return plan.build();
    }

    private void place(ApiObject node, NodeFit.Fit here) {
        List<ApiObject> there = pods.getOrDefault(node.name(), List.of());
        if (here.shouldRun() && there.isEmpty()) {
            needing.add(node.name());
        } else if (here.mayStay()) {
            List<ApiObject> running = there.stream()
                    .filter(pod -> !pod.isTerminating() && !isEnded(node, pod))
                    .sorted(DaemonPods.ORDER)
                    .toList();
            if (DaemonPods.maxSurge(daemonSet, 1) == 0) {
                running.stream().skip(1).forEach(surplus::add);
            } else if (running.isEmpty() && here.shouldRun()) {
                needing.add(node.name());
            } else if (running.size() > 1) {
                keepOneOfEach(running);
            }
        } else {
            there.stream().filter(pod -> !pod.isTerminating()).forEach(surplus::add);
        }
    }

    /** Whether a pod has ended; then it goes, a failed one only as often as the back-off lets it. */
    private boolean isEnded(ApiObject node, ApiObject pod) {
        String where = pod.namespace() + "/" + pod.name() + " on node " + node.name();
        switch (Pods.phase(pod)) {
            case "Failed" -> {
                String key = daemonSet.uid() + "/" + Json.number(daemonSet.status(), 0, "observedGeneration") + "/"
                        + node.name();
                Duration wait = backoff.ask(key, now);
                if (!wait.isZero()) {
                    plan.lookAgain(wait);
                    return true;
                }
                plan.event(EventNote.warning(
                        daemonSet, "FailedDaemonPod", "Found failed daemon pod " + where + ", will try to kill it"));
            }
            case "Succeeded" ->
                plan.event(EventNote.normal(
                        daemonSet,
                        "SucceededDaemonPod",
                        "Found succeeded daemon pod " + where + ", will try to delete it"));
            default -> {
                return false;
            }
        }
        surplus.add(pod);
        return true;
    }

    /** With a surge an old pod may stand beside a new one until the new one is available. */
    private void keepOneOfEach(List<ApiObject> running) {
        ApiObject fresh = null;
        ApiObject old = null;
        for (ApiObject pod : running) {
            boolean isFresh = hash.equals(pod.label(DaemonPods.HASH));
            if (isFresh && fresh == null) {
                fresh = pod;
            } else if (!isFresh && old == null) {
                old = pod;
            } else {
                surplus.add(pod);
            }
        }
        if (fresh != null && old != null && (!Pods.isReady(old) || Pods.isAvailable(fresh, minReady, now))) {
            surplus.add(old);
        }
    }

    /** Unbound pods for nodes that are gone. Upstream: getUnscheduledPodsWithoutNode. */
    private void addStrays() {
        List<String> names = nodes.stream().map(ApiObject::name).toList();
        pods.forEach((node, there) -> {
            if (!names.contains(node)) {
                there.stream().filter(pod -> Pods.nodeName(pod).isEmpty()).forEach(surplus::add);
            }
        });
    }

    private void create(String node) {
        plan.write(
                new Write.Create(
                        ResourceRef.of(Resources.PODS, daemonSet.namespace()), DaemonPods.pod(daemonSet, node, hash)),
                pod -> Plan.event(EventNote.normal(daemonSet, "SuccessfulCreate", "Created pod: " + pod.name())),
                refusal -> Refusals.isNamespaceTerminating(refusal)
                        ? Plan.NOTHING
                        : refused("FailedCreate", "Error creating: ", refusal));
    }

    private void delete(ApiObject pod) {
        plan.write(
                new Write.Delete(ResourceRef.to(Resources.PODS, pod), DeleteOptions.NONE),
                gone -> Plan.event(EventNote.normal(daemonSet, "SuccessfulDelete", "Deleted pod: " + pod.name())),
                refusal -> refusal.code() == 404 ? Plan.NOTHING : refused("FailedDelete", "Error deleting: ", refusal));
    }

    private Plan refused(String reason, String what, StatusException refusal) {
        Plan.Builder after = Plan.builder().event(EventNote.warning(daemonSet, reason, what + refusal.getMessage()));
        status(after);
        return after.step(new Plan.Fail(refusal)).build();
    }

    private void status(Plan.Builder into) {
        ObjectNode status = DaemonSetStatus.of(daemonSet, hash, nodes, pods, fit, now);
        if (DaemonSetStatus.isNews(daemonSet, status)) {
            into.update(ResourceRef.to(Resources.DAEMON_SETS, daemonSet).sub("status"), daemonSet.withStatus(status));
        }
    }
}
