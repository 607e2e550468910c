package io.kubejar.controllers.statefulset;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.controllers.history.ControllerRevisions;
import io.kubejar.controllers.pod.Pods;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.informer.Lister;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The next step of a StatefulSet: fill gaps, then remove what is too much, then replace what is old; one pod at a time
 * unless the set may do all at once. Upstream: updateStatefulSet, processReplica and processCondemned in
 * pkg/controller/statefulset/stateful_set_control.go, v1.36.
 */
final class SetStep {
    /** A pod that is there or has to be made. */
    private record Replica(ApiObject pod, boolean isThere) {}

    private final ApiObject set;
    private final ApiObject current;
    private final ApiObject update;
    private final List<ApiObject> pods;
    private final Instant now;
    private final boolean ordered;
    private final PodControl control;
    private final Plan.Builder plan = Plan.builder();
    private final List<Replica> replicas = new ArrayList<>();
    private final List<ApiObject> condemned;

    /**
     * Prepares the step.
     *
     * @param current the revision that the set comes from
     * @param update the revision that it goes to
     */
    SetStep(ApiObject set, ApiObject current, ApiObject update, List<ApiObject> pods, Lister claims, Instant now) {
        this.set = set;
        this.current = current;
        this.update = update;
        this.pods = pods;
        this.now = now;
        this.ordered = StatefulSets.isOrdered(set);
        Plan.Builder atFailure = Plan.builder();
        status(0, atFailure);
        this.control = new PodControl(set, claims, atFailure.build(), plan);
        this.condemned = pods.stream()
                .filter(pod -> Identity.ordinal(pod) >= 0 && !StatefulSets.isInRange(set, Identity.ordinal(pod)))
                .sorted(Comparator.comparingInt(Identity::ordinal).reversed())
                .toList();
    }

    /** The plan of the step, the status included. */
    Plan plan() {
        int gone = 0;
        if (!set.isTerminating()) {
            fillReplicas();
            boolean settled =
                    all(replicas, this::replica) && all(condemned, this::keepClaims) && all(condemned, this::condemn);
            gone = settled && StatefulSets.isRolling(set) ? roll() : 0;
        }
        status(gone, plan);
        return plan.build();
    }

    /** Goes through all; in an ordered set only as far as each one lets it go on. */
    private <T> boolean all(List<T> each, Predicate<T> goesOn) {
        for (T one : each) {
            if (!goesOn.test(one) && ordered) {
                return false;
            }
        }
        return true;
    }

    private void fillReplicas() {
        int start = StatefulSets.start(set);
        for (int ordinal = start; ordinal < start + StatefulSets.replicas(set); ordinal++) {
            ApiObject there = pod(ordinal);
            replicas.add(there == null ? new Replica(made(ordinal), false) : new Replica(there, true));
        }
    }

    private @Nullable ApiObject pod(int ordinal) {
        return pods.stream()
                .filter(pod -> Identity.ordinal(pod) == ordinal)
                .findFirst()
                .orElse(null);
    }

    /** A new pod, of the old revision below the partition. Upstream: newVersionedStatefulSetPod. */
    private ApiObject made(int ordinal) {
        int old = StatefulSets.hasPartition(set)
                ? StatefulSets.partition(set)
                : StatefulSets.isRolling(set)
                        ? set.status().path("currentReplicas").asInt(0)
                        : 0;
        ApiObject revision = ordinal < StatefulSets.start(set) + old ? current : update;
        return Identity.pod(ControllerRevisions.apply(set, revision), ordinal, revision.name());
    }

    /** Brings one replica on its way; false when the next ones have to wait for it. */
    private boolean replica(Replica replica) {
        ApiObject pod = replica.pod();
        if (Pods.isFinished(pod)) {
            if (!pod.isTerminating()) {
                control.delete(pod);
            }
            return false;
        }
        if (!replica.isThere()) {
            if (!control.hasStaleClaim(pod)) {
                control.create(pod);
            }
            return false;
        }
        if (Pods.phase(pod).equals("Pending")) {
            control.completeClaims(pod);
        }
        if (ordered && isUnavailable(pod)) {
            return false;
        }
        control.match(pod);
        return true;
    }

    private boolean isUnavailable(ApiObject pod) {
        return pod.isTerminating()
                || !StatefulSetStatus.isRunningAndReady(pod)
                || !Pods.isAvailable(pod, StatefulSets.minReady(set), now);
    }

    private boolean keepClaims(ApiObject pod) {
        control.retain(pod);
        return true;
    }

    private boolean condemn(ApiObject pod) {
        if (pod.isTerminating()) {
            return false;
        }
        if (!ordered || !isUnavailable(pod) || pod.equals(firstUnavailable())) {
            control.delete(pod);
        }
        return false;
    }

    /** The pod of the smallest ordinal that is not available, replicas before others. */
    private @Nullable ApiObject firstUnavailable() {
        for (Replica replica : replicas) {
            if (!replica.isThere() || isUnavailable(replica.pod())) {
                return replica.pod();
            }
        }
        for (int i = condemned.size() - 1; i >= 0; i--) {
            if (isUnavailable(condemned.get(i))) {
                return condemned.get(i);
            }
        }
        return null;
    }

    /** Deletes the last pod of another revision, once those behind it are available; gives how many it deletes. */
    private int roll() {
        for (int i = replicas.size() - 1; i >= StatefulSets.partition(set); i--) {
            Replica replica = replicas.get(i);
            ApiObject pod = replica.pod();
            if (!Identity.revision(pod).equals(update.name()) && !pod.isTerminating()) {
                control.delete(pod);
                return 1;
            }
            if (!replica.isThere() || isUnavailable(pod)) {
                return 0;
            }
        }
        return 0;
    }

    private void status(int gone, Plan.Builder into) {
        ObjectNode status = StatefulSetStatus.of(set, current, update, pods, gone, now);
        if (StatefulSetStatus.isNews(set.status(), status)) {
            into.update(ResourceRef.to(Resources.STATEFUL_SETS, set).sub("status"), set.withStatus(status));
        }
    }
}
