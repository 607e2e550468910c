package io.kubejar.controllers.deployment;

import io.kubejar.controllers.pod.Pods;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.informer.Lister;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.Plan;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * The next step of a rollout, by either strategy, and the removal of old ReplicaSets after it. Upstream: rolling.go,
 * recreate.go and cleanupDeployment in sync.go of pkg/controller/deployment, v1.36.
 */
final class Rollout {
    private Rollout() {}

    /** One step of a rolling update: more of the new set, or less of the old ones, or the end. */
    static Plan rolling(View view, ApiObject newSet, Instant now) {
        Plan.Builder plan = Plan.builder();
        boolean scaled = growNew(view, newSet, plan) || shrinkOld(view, newSet, plan);
        if (!scaled
                && Deployments.isComplete(view.deployment(), view.deployment().status())) {
            cleanUp(view, plan);
        }
        DeploymentStatus.writeRollout(view, now, plan);
        return plan.build();
    }

    /** Upstream: reconcileNewReplicaSet and NewRSNewReplicas. */
    private static boolean growNew(View view, ApiObject newSet, Plan.Builder plan) {
        int size = Math.min(
                Deployments.replicas(view.deployment()),
                Math.max(Sets.wanted(newSet), newSize(view.deployment(), view.all(), Sets.wanted(newSet))));
        return Scaling.to(view.deployment(), newSet, size, false, plan);
    }

    /** How large a new set of some size may become beside the others. Upstream: NewRSNewReplicas. */
    static int newSize(ApiObject deployment, List<ApiObject> all, int before) {
        int replicas = Deployments.replicas(deployment);
        if (!Deployments.isRolling(deployment)) {
            return replicas;
        }
        int room = replicas + Deployments.maxSurge(deployment) - Sets.sum(all, Sets::wanted);
        return room <= 0 ? before : before + Math.min(room, replicas - before);
    }

    /** Upstream: reconcileOldReplicaSets. */
    private static boolean shrinkOld(View view, ApiObject newSet, Plan.Builder plan) {
        ApiObject deployment = view.deployment();
        List<ApiObject> old =
                Sets.active(view.old()).stream().sorted(Sets.BY_AGE).toList();
        if (old.isEmpty()) {
            return false;
        }
        int least = Deployments.replicas(deployment) - Deployments.maxUnavailable(deployment);
        int newMissing = Sets.wanted(newSet) - Sets.available(newSet);
        int most = Sets.sum(view.all(), Sets::wanted) - least - newMissing;
        if (most <= 0) {
            return false;
        }
        return removeUnhealthy(deployment, old, most, plan) || removeAvailable(view, old, least, plan);
    }

    /** Pods that are not available go first: nobody misses them. Upstream: cleanupUnhealthyReplicas. */
    private static boolean removeUnhealthy(ApiObject deployment, List<ApiObject> old, int most, Plan.Builder plan) {
        int left = most;
        for (ApiObject set : old) {
            int gone = Math.min(left, Sets.wanted(set) - Sets.available(set));
            if (gone > 0) {
                Scaling.to(deployment, set, Sets.wanted(set) - gone, false, plan);
                left -= gone;
            }
        }
        return left < most;
    }

    /** Upstream: scaleDownOldReplicaSetsForRollingUpdate. */
    private static boolean removeAvailable(View view, List<ApiObject> old, int least, Plan.Builder plan) {
        int most = Sets.sum(view.all(), Sets::available) - least;
        int left = most;
        for (ApiObject set : old) {
            int gone = Math.min(left, Sets.wanted(set));
            if (gone > 0) {
                Scaling.to(view.deployment(), set, Sets.wanted(set) - gone, false, plan);
                left -= gone;
            }
        }
        return left < most;
    }

    /**
     * One step of Recreate: the old sets go to nothing, their pods end, then the new one comes. The new set is null while
     * there is none; then null is given when the time to create it has come.
     */
    static boolean oldIsGone(View view, Lister pods) {
        if (Sets.sum(view.old(), Sets::wanted) > 0 || Sets.sum(view.old(), Sets::actual) > 0) {
            return false;
        }
        return view.old().stream()
                .flatMap(set -> pods.ownedBy(set.uid()).stream())
                .allMatch(Pods::isFinished);
    }

    /** Recreate while there still is something of the old sets. */
    static Plan stopOld(View view, Instant now) {
        Plan.Builder plan = Plan.builder();
        Sets.active(view.old()).forEach(set -> Scaling.to(view.deployment(), set, 0, false, plan));
        DeploymentStatus.writeRollout(view, now, plan);
        return plan.build();
    }

    /** Recreate once everything old is gone. */
    static Plan startNew(View view, ApiObject newSet, Instant now) {
        Plan.Builder plan = Plan.builder();
        Scaling.to(view.deployment(), newSet, Deployments.replicas(view.deployment()), false, plan);
        if (Deployments.isComplete(view.deployment(), view.deployment().status())) {
            cleanUp(view, plan);
        }
        DeploymentStatus.writeRollout(view, now, plan);
        return plan.build();
    }

    /** Removes old sets without pods beyond the history limit, smallest revision first. Upstream: cleanupDeployment. */
    static void cleanUp(View view, Plan.Builder plan) {
        ApiObject deployment = view.deployment();
        if (!Deployments.hasHistoryLimit(deployment)) {
            return;
        }
        List<ApiObject> removable =
                view.old().stream().filter(set -> !set.isTerminating()).toList();
        long surplus = removable.size() - Json.number(deployment.spec(), 0, "revisionHistoryLimit");
        removable.stream()
                .sorted(Comparator.comparingLong(Rollout::revision).thenComparing(Sets.BY_AGE))
                .limit(Math.max(0, surplus))
                .filter(Rollout::isEmpty)
                .forEach(set -> plan.delete(ResourceRef.to(Resources.REPLICA_SETS, set), DeleteOptions.NONE));
    }

    private static long revision(ApiObject set) {
        Long revision = Revisions.of(set);
        return revision == null ? 0 : revision;
    }

    private static boolean isEmpty(ApiObject set) {
        return Sets.wanted(set) == 0
                && Sets.actual(set) == 0
                && set.generation() <= Json.number(set.status(), 0, "observedGeneration");
    }
}
