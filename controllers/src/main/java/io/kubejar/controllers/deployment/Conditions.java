package io.kubejar.controllers.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Times;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The conditions in a Deployment's status. Upstream: pkg/controller/deployment/util/deployment_util.go, v1.36. */
final class Conditions {
    static final String AVAILABLE = "Available";
    static final String PROGRESSING = "Progressing";
    static final String REPLICA_FAILURE = "ReplicaFailure";

    private Conditions() {}

    /** A condition that has just turned so. */
    static ObjectNode of(String type, String status, String reason, String message, Instant now) {
        return Json.object()
                .put("type", type)
                .put("status", status)
                .put("lastUpdateTime", Times.format(now))
                .put("lastTransitionTime", Times.format(now))
                .put("reason", reason)
                .put("message", message);
    }

    /** The condition of a type, or null. */
    static @Nullable JsonNode get(JsonNode status, String type) {
        for (JsonNode condition : status.path("conditions")) {
            if (type.equals(Json.text(condition, "type"))) {
                return condition;
            }
        }
        return null;
    }

    /** The reason of the Progressing condition; "" when there is none. */
    static String progress(JsonNode status) {
        JsonNode condition = get(status, PROGRESSING);
        return condition == null ? "" : Json.textOr(condition, "", "reason");
    }

    /**
     * Sets a condition: one with the same status and reason stays as it is, one with the same status keeps its transition
     * time. Upstream: SetDeploymentCondition.
     */
    static void set(ObjectNode status, ObjectNode condition) {
        JsonNode before = get(status, Json.textOr(condition, "", "type"));
        if (before != null && same(before, condition, "status")) {
            if (same(before, condition, "reason")) {
                return;
            }
            condition.set("lastTransitionTime", before.path("lastTransitionTime"));
        }
        put(status, condition);
    }

    /** Sets a condition whatever was there before; it goes to the end. */
    static void put(ObjectNode status, ObjectNode condition) {
        remove(status, Json.textOr(condition, "", "type"));
        Json.list(status, "conditions").add(condition);
    }

    private static boolean same(JsonNode one, JsonNode other, String field) {
        return Json.textOr(one, "", field).equals(Json.textOr(other, "", field));
    }

    /** Takes a condition out. */
    static void remove(ObjectNode status, String type) {
        ArrayNode left = Json.array();
        for (JsonNode condition : status.path("conditions")) {
            if (!type.equals(Json.text(condition, "type"))) {
                left.add(condition);
            }
        }
        if (left.isEmpty()) {
            status.remove("conditions");
        } else {
            status.set("conditions", left);
        }
    }

    /** The Deployment with one more condition in its status. */
    static ApiObject with(ApiObject deployment, ObjectNode condition) {
        return deployment.edit(root -> set(Json.child(root, "status"), condition));
    }

    /**
     * The Deployment whose Progressing condition tells of a pause that has begun or ended, so that the time of a pause does
     * not count as lack of progress. Upstream: checkPausedConditions, sync.go.
     */
    static ApiObject withPause(ApiObject deployment, Instant now) {
        String progress = progress(deployment.status());
        if (!Deployments.hasDeadline(deployment) || progress.equals("ProgressDeadlineExceeded")) {
            return deployment;
        }
        boolean told = progress.equals("DeploymentPaused");
        boolean paused = Deployments.isPaused(deployment);
        if (paused == told) {
            return deployment;
        }
        return with(
                deployment,
                paused
                        ? of(PROGRESSING, "Unknown", "DeploymentPaused", "Deployment is paused", now)
                        : of(PROGRESSING, "Unknown", "DeploymentResumed", "Deployment is resumed", now));
    }
}
