package io.kubejar.controllers.deployment;

import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.EventNote;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Write;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How large each ReplicaSet shall be when the Deployment's size has changed or it is paused: in proportion, so that a
 * rollout that is half done stays half done. Upstream: scale and scaleReplicaSet, pkg/controller/deployment/sync.go, v1.36.
 */
final class Scaling {
    private Scaling() {}

    /** Whether a set with pods was last scaled for another size of the Deployment. Upstream: isScalingEvent. */
    static boolean isDue(View view) {
        int replicas = Deployments.replicas(view.deployment());
        return Sets.active(view.all()).stream()
                .mapToInt(set -> Revisions.count(set, Revisions.DESIRED))
                .anyMatch(desired -> desired >= 0 && desired != replicas);
    }

    /** Adds what brings all sets to their sizes. */
    static void scale(View view, Plan.Builder plan) {
        ApiObject deployment = view.deployment();
        List<ApiObject> active = Sets.active(view.all());
        if (active.size() < 2) {
            ApiObject only = active.isEmpty() ? latest(view) : active.get(0);
            if (only != null) {
                to(deployment, only, Deployments.replicas(deployment), false, plan);
            }
        } else if (isSaturated(deployment, view.newSet())) {
            Sets.active(view.old()).forEach(set -> to(deployment, set, 0, false, plan));
        } else if (Deployments.isRolling(deployment)) {
            inProportion(deployment, active, plan);
        }
    }

    private static @Nullable ApiObject latest(View view) {
        return view.newSet() != null || view.old().isEmpty()
                ? view.newSet()
                : view.old().stream().max(Sets.BY_AGE).orElseThrow();
    }

    /** Whether the new set has all pods of the Deployment, available. Upstream: IsSaturated. */
    private static boolean isSaturated(ApiObject deployment, @Nullable ApiObject newSet) {
        int replicas = Deployments.replicas(deployment);
        return newSet != null
                && Sets.wanted(newSet) == replicas
                && Revisions.count(newSet, Revisions.DESIRED) == replicas
                && Sets.available(newSet) == replicas;
    }

    private static void inProportion(ApiObject deployment, List<ApiObject> active, Plan.Builder plan) {
        int replicas = Deployments.replicas(deployment);
        int allowed = replicas > 0 ? replicas + Deployments.maxSurge(deployment) : 0;
        int change = allowed - Sets.sum(active, Sets::wanted);
        List<ApiObject> sorted = new ArrayList<>(active);
        if (change != 0) {
            sorted.sort(change > 0 ? Sets.BY_SIZE_NEWER : Sets.BY_SIZE_OLDER);
        }
        int[] sizes = new int[sorted.size()];
        int done = 0;
        for (int i = 0; i < sizes.length; i++) {
            int share = change == done ? 0 : share(deployment, sorted.get(i), change, done);
            sizes[i] = Sets.wanted(sorted.get(i)) + share;
            done += share;
        }
        sizes[0] = Math.max(0, sizes[0] + change - done); // the largest takes what rounding has left
        for (int i = 0; i < sizes.length; i++) {
            to(deployment, sorted.get(i), sizes[i], true, plan);
        }
    }

    /** A set's part of the change, never more than is left of it. Upstream: GetReplicaSetProportion. */
    private static int share(ApiObject deployment, ApiObject set, int change, int done) {
        int left = change - done;
        int fraction = fraction(deployment, set);
        return change > 0 ? Math.min(fraction, left) : Math.max(fraction, left);
    }

    /** How much a set must grow to keep its part of the whole. Upstream: getReplicaSetFraction. */
    private static int fraction(ApiObject deployment, ApiObject set) {
        int size = Sets.wanted(set);
        int replicas = Deployments.replicas(deployment);
        if (replicas == 0) {
            return -size;
        }
        int before = Revisions.count(set, Revisions.MAX);
        if (before <= 0) {
            before = (int) Json.number(deployment.status(), 0, "replicas");
            if (before == 0) {
                return 0;
            }
        }
        double wanted = (double) size * (replicas + Deployments.maxSurge(deployment)) / before;
        return (int) (wanted + 0.5) - size;
    }

    /**
     * Adds the scaling of one set, with its event; true when its size changes.
     *
     * @param always whether to bring its annotations up to date even if the size stays
     */
    static boolean to(ApiObject deployment, ApiObject set, int size, boolean always, Plan.Builder plan) {
        int before = Sets.wanted(set);
        if (before == size && !always) {
            return false;
        }
        ApiObject after = set.edit(root -> {
            Json.child(root, "spec").put("replicas", size);
            Revisions.putReplicas(deployment, Json.child(Json.child(root, "metadata"), "annotations"));
        });
        if (after.equals(set)) {
            return false;
        }
        String message = "Scaled " + (before < size ? "up" : "down") + " replica set " + set.name() + " from " + before
                + " to " + size;
        plan.write(
                new Write.Update(ResourceRef.to(Resources.REPLICA_SETS, set), after),
                before == size ? null : stored -> Plan.event(event(deployment, message)),
                null);
        return before != size;
    }

    /** The event of a scaled set. */
    static EventNote event(ApiObject deployment, String message) {
        return EventNote.normal(deployment, "ScalingReplicaSet", message);
    }
}
