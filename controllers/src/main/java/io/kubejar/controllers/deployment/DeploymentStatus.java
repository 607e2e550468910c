package io.kubejar.controllers.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.core.object.Times;
import io.kubejar.core.reconcile.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The status of a Deployment and when to look at it again. Upstream: syncDeploymentStatus and calculateStatus in sync.go,
 * syncRolloutStatus in progress.go, v1.36.
 */
final class DeploymentStatus {
    private DeploymentStatus() {}

    /** Adds the status of a Deployment that is not rolling out now. */
    static void write(View view, Instant now, Plan.Builder plan) {
        store(view, counted(view, now), plan);
    }

    /** Adds the status of a Deployment that is rolling out, with its progress. */
    static void writeRollout(View view, Instant now, Plan.Builder plan) {
        ApiObject deployment = view.deployment();
        ObjectNode status = counted(view, now);
        if (!Deployments.hasDeadline(deployment)) {
            Conditions.remove(status, Conditions.PROGRESSING);
        } else if (!isDone(deployment, status)) {
            progress(view, status, now);
        }
        ObjectNode failure = failure(view);
        if (failure == null) {
            Conditions.remove(status, Conditions.REPLICA_FAILURE);
        } else {
            Conditions.set(status, failure);
        }
        if (!store(view, status, plan)) {
            lookAgain(deployment, status, now, plan);
        }
    }

    /** Whether a finished rollout was told of before and nothing has changed about it. */
    private static boolean isDone(ApiObject deployment, ObjectNode status) {
        return Json.number(status, 0, "replicas") == Json.number(status, 0, "updatedReplicas")
                && Conditions.progress(deployment.status()).equals("NewReplicaSetAvailable");
    }

    private static boolean store(View view, ObjectNode status, Plan.Builder plan) {
        ApiObject after = view.deployment().withStatus(status);
        if (after.equals(view.stored())) {
            return false;
        }
        plan.update(ResourceRef.to(Resources.DEPLOYMENTS, after).sub("status"), after);
        return true;
    }

    private static ObjectNode counted(View view, Instant now) {
        ApiObject deployment = view.deployment();
        List<ApiObject> all = view.all();
        ApiObject newSet = view.newSet();
        int available = Sets.sum(all, Sets::available);
        ObjectNode status = Json.object();
        putPositive(status, "observedGeneration", (int) deployment.generation());
        putPositive(status, "replicas", Sets.sum(all, Sets::actual));
        putPositive(status, "updatedReplicas", newSet == null ? 0 : Sets.actual(newSet));
        putPositive(status, "readyReplicas", Sets.sum(all, Sets::ready));
        putPositive(status, "availableReplicas", available);
        putPositive(status, "unavailableReplicas", Sets.sum(all, Sets::wanted) - available);
        putTerminating(status, all);
        JsonNode conditions = deployment.status().path("conditions");
        if (!conditions.isEmpty()) {
            status.set("conditions", conditions.deepCopy());
        }
        JsonNode collisions = deployment.status().path("collisionCount");
        if (collisions.isNumber()) {
            status.set("collisionCount", collisions);
        }
        boolean enough = available >= Deployments.replicas(deployment) - Deployments.maxUnavailable(deployment);
        Conditions.set(
                status,
                enough
                        ? Conditions.of(
                                Conditions.AVAILABLE,
                                "True",
                                "MinimumReplicasAvailable",
                                "Deployment has minimum availability.",
                                now)
                        : Conditions.of(
                                Conditions.AVAILABLE,
                                "False",
                                "MinimumReplicasUnavailable",
                                "Deployment does not have minimum availability.",
                                now));
        return status;
    }

    private static void putPositive(ObjectNode status, String field, int count) {
        if (count > 0) {
            status.put(field, count);
        }
    }

    /** The sum is unknown when one observed set does not count. Upstream: GetTerminatingReplicaCountForReplicaSets. */
    private static void putTerminating(ObjectNode status, List<ApiObject> sets) {
        int sum = 0;
        for (ApiObject set : sets) {
            JsonNode count = set.status().path("terminatingReplicas");
            if (!count.isNumber() && Json.number(set.status(), 0, "observedGeneration") > 0) {
                return;
            }
            sum += count.asInt(0);
        }
        status.put("terminatingReplicas", sum);
    }

    private static void progress(View view, ObjectNode status, Instant now) {
        ApiObject deployment = view.deployment();
        ApiObject newSet = view.newSet();
        String who =
                newSet == null ? "Deployment \"" + deployment.name() + "\"" : "ReplicaSet \"" + newSet.name() + "\"";
        if (Deployments.isComplete(deployment, status)) {
            String message = who + " has successfully progressed.";
            Conditions.set(
                    status, Conditions.of(Conditions.PROGRESSING, "True", "NewReplicaSetAvailable", message, now));
        } else if (hasMoved(deployment.status(), status)) {
            ObjectNode condition =
                    Conditions.of(Conditions.PROGRESSING, "True", "ReplicaSetUpdated", who + " is progressing.", now);
            JsonNode before = Conditions.get(status, Conditions.PROGRESSING);
            if (before != null && "True".equals(Json.text(before, "status"))) {
                condition.set("lastTransitionTime", before.path("lastTransitionTime"));
            }
            Conditions.put(status, condition);
        } else if (hasTimedOut(deployment, status, now)) {
            String message = who + " has timed out progressing.";
            Conditions.set(
                    status, Conditions.of(Conditions.PROGRESSING, "False", "ProgressDeadlineExceeded", message, now));
        }
    }

    /** Whether there is more of the new or less of the old than before. Upstream: DeploymentProgressing. */
    private static boolean hasMoved(JsonNode before, JsonNode after) {
        return count(after, "updatedReplicas") > count(before, "updatedReplicas")
                || old(after) < old(before)
                || count(after, "readyReplicas") > count(before, "readyReplicas")
                || count(after, "availableReplicas") > count(before, "availableReplicas");
    }

    private static long old(JsonNode status) {
        return count(status, "replicas") - count(status, "updatedReplicas");
    }

    private static long count(JsonNode status, String field) {
        return Json.number(status, 0, field);
    }

    /** Upstream: DeploymentTimedOut. */
    private static boolean hasTimedOut(ApiObject deployment, ObjectNode status, Instant now) {
        return switch (Conditions.progress(status)) {
            case "", "NewReplicaSetAvailable" -> false;
            case "ProgressDeadlineExceeded" -> true;
            default -> deadline(deployment, status).isBefore(now);
        };
    }

    private static Instant deadline(ApiObject deployment, JsonNode status) {
        JsonNode condition = Conditions.get(status, Conditions.PROGRESSING);
        Instant last = condition == null ? null : Times.parse(Json.text(condition, "lastUpdateTime"));
        long seconds = Json.number(deployment.spec(), 0, "progressDeadlineSeconds");
        return last == null ? Instant.MAX : last.plusSeconds(seconds);
    }

    /** The failure that the new set tells of, else that of any set, or null. Upstream: getReplicaFailures. */
    private static @Nullable ObjectNode failure(View view) {
        ApiObject newSet = view.newSet();
        JsonNode condition = newSet == null ? null : Conditions.get(newSet.status(), Conditions.REPLICA_FAILURE);
        for (ApiObject set : view.all()) {
            condition = condition == null ? Conditions.get(set.status(), Conditions.REPLICA_FAILURE) : condition;
        }
        if (condition == null) {
            return null;
        }
        ObjectNode out = Json.object();
        out.put("type", Conditions.REPLICA_FAILURE).set("status", condition.path("status"));
        out.set("lastUpdateTime", condition.path("lastTransitionTime"));
        out.set("lastTransitionTime", condition.path("lastTransitionTime"));
        out.set("reason", condition.path("reason"));
        out.set("message", condition.path("message"));
        return out;
    }

    /**
     * Comes back a second after the deadline, when nothing else does. When that is over already only a change can bring news:
     * what was complete once does not time out. Upstream: requeueStuckDeployment, which goes on looking at its rate limit.
     */
    private static void lookAgain(ApiObject deployment, ObjectNode status, Instant now, Plan.Builder plan) {
        String progress = Conditions.progress(status);
        if (!Deployments.hasDeadline(deployment)
                || progress.isEmpty()
                || progress.equals("ProgressDeadlineExceeded")
                || Deployments.isComplete(deployment, status)) {
            return;
        }
        Instant deadline = deadline(deployment, status);
        if (!deadline.equals(Instant.MAX) && deadline.plusSeconds(1).isAfter(now)) {
            plan.lookAgain(Duration.between(now, deadline).plusSeconds(1));
        }
    }
}
