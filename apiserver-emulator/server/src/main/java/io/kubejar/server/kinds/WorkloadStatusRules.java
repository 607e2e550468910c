package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import java.util.List;

/**
 * The rules of the statuses of what keeps pods running: counts are counts, and parts are not more than the whole. Upstream:
 * ValidateDeploymentStatus and its like, pkg/apis/apps/validation/validation.go, v1.36.
 */
final class WorkloadStatusRules {
    private WorkloadStatusRules() {}

    static void deployment(ObjectNode object, ObjectNode old, FieldErrors errors) {
        counts(
                object,
                errors,
                "observedGeneration",
                "replicas",
                "updatedReplicas",
                "readyReplicas",
                "availableReplicas",
                "unavailableReplicas",
                "terminatingReplicas",
                "collisionCount");
        parts(object, "readyReplicas", errors, "updatedReplicas", "readyReplicas", "availableReplicas");
        collisions(object, old, errors);
    }

    static void replicaSet(ObjectNode object, FieldErrors errors) {
        counts(
                object,
                errors,
                "replicas",
                "fullyLabeledReplicas",
                "readyReplicas",
                "availableReplicas",
                "observedGeneration",
                "terminatingReplicas");
        parts(object, "readyReplicas", errors, "fullyLabeledReplicas", "readyReplicas", "availableReplicas");
    }

    static void statefulSet(ObjectNode object, ObjectNode old, FieldErrors errors) {
        counts(
                object,
                errors,
                "replicas",
                "readyReplicas",
                "currentReplicas",
                "updatedReplicas",
                "availableReplicas",
                "observedGeneration",
                "collisionCount");
        parts(
                object,
                "status.readyReplicas",
                errors,
                "readyReplicas",
                "currentReplicas",
                "updatedReplicas",
                "availableReplicas");
        collisions(object, old, errors);
    }

    static void daemonSet(ObjectNode object, ObjectNode old, FieldErrors errors) {
        counts(
                object,
                errors,
                "currentNumberScheduled",
                "numberMisscheduled",
                "desiredNumberScheduled",
                "numberReady",
                "observedGeneration",
                "updatedNumberScheduled",
                "numberAvailable",
                "numberUnavailable",
                "collisionCount");
        collisions(object, old, errors);
    }

    private static void counts(ObjectNode object, FieldErrors errors, String... fields) {
        List.of(fields).forEach(field -> Checks.nonNegative(object.path("status"), field, "status", errors));
    }

    private static void parts(ObjectNode object, String ready, FieldErrors errors, String... fields) {
        JsonNode status = object.path("status");
        long all = Json.number(status, 0, "replicas");
        for (String field : fields) {
            long part = Json.number(status, 0, field);
            if (part > all) {
                errors.invalid("status." + field, part, "cannot be greater than status.replicas");
            }
        }
        long available = Json.number(status, 0, "availableReplicas");
        if (available > Json.number(status, 0, "readyReplicas")) {
            errors.invalid("status.availableReplicas", available, "cannot be greater than " + ready);
        }
    }

    private static void collisions(ObjectNode object, ObjectNode old, FieldErrors errors) {
        long now = Json.number(object, 0, "status", "collisionCount");
        JsonNode before = old.path("status").path("collisionCount");
        boolean gone = !object.path("status").hasNonNull("collisionCount");
        if (before.isNumber() && (gone || now < before.longValue())) {
            errors.invalid("status.collisionCount", now, "cannot be decremented");
        }
    }
}
