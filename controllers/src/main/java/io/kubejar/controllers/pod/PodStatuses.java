package io.kubejar.controllers.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.core.object.Times;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Write;
import java.time.Instant;
import java.util.function.Function;

/** Changes that controllers make to the status of pods. Upstream: apipod.UpdatePodCondition, pkg/api/v1/pod/util.go, v1.36. */
public final class PodStatuses {
    private PodStatuses() {}

    /** Sets a condition of a pod's status; the time of transition moves only with the condition's status. */
    public static void condition(
            ObjectNode pod, String type, String status, String reason, String message, Instant now) {
        ObjectNode podStatus = Json.child(pod, "status");
        ObjectNode condition = null;
        for (JsonNode known : Json.list(podStatus, "conditions")) {
            if (type.equals(Json.text(known, "type"))) {
                condition = (ObjectNode) known;
            }
        }
        if (condition == null) {
            condition = Json.list(podStatus, "conditions").addObject().put("type", type);
        }
        if (!status.equals(Json.text(condition, "status"))) {
            condition.put("status", status).put("lastTransitionTime", Times.format(now));
        }
        long generation = Json.number(pod.path("metadata"), 0, "generation");
        if (generation > 0) {
            condition.put("observedGeneration", generation);
        }
        condition.put("reason", reason).put("message", message);
    }

    /** Marks a pod as failed unless it has ended, and then goes on. */
    public static Plan fail(ApiObject pod, Function<ApiObject, ApiObject> change, Plan then) {
        if (Pods.isFinished(pod)) {
            return then;
        }
        ApiObject failed =
                change.apply(pod.edit(root -> Json.child(root, "status").put("phase", "Failed")));
        ResourceRef ref = ResourceRef.to(Resources.PODS, pod).sub("status");
        return Plan.of(new Plan.Do(new Write.Update(ref, failed), stored -> then, Plan::goneIsFine));
    }
}
