package io.kubejar.controllers.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Times;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The conditions of a Job. Upstream: newCondition, ensureJobConditionStatus and job/util.FinishedCondition, v1.36. */
public final class JobConditions {
    static final String COMPLETE = "Complete";
    static final String FAILED = "Failed";
    static final String FAILURE_TARGET = "FailureTarget";
    static final String SUCCESS = "SuccessCriteriaMet";
    static final String SUSPENDED = "Suspended";

    private JobConditions() {}

    /** Whether the Job is Complete or Failed. */
    public static boolean isFinished(ApiObject job) {
        return finished(job) != null;
    }

    /** The condition by which the Job is Complete or Failed; null while it is neither. */
    public static @Nullable JsonNode finished(ApiObject job) {
        JsonNode complete = whenTrue(job.status(), COMPLETE);
        return complete != null ? complete : whenTrue(job.status(), FAILED);
    }

    /** Whether the Job has succeeded. */
    public static boolean isComplete(ApiObject job) {
        return whenTrue(job.status(), COMPLETE) != null;
    }

    /** Whether the Job has failed. */
    public static boolean isFailed(ApiObject job) {
        return whenTrue(job.status(), FAILED) != null && !isComplete(job);
    }

    /** The condition of a type while it is True, or null. */
    static @Nullable JsonNode whenTrue(JsonNode status, String type) {
        JsonNode condition = find(status, type);
        return condition != null && "True".equals(Json.text(condition, "status")) ? condition : null;
    }

    private static @Nullable JsonNode find(JsonNode status, String type) {
        for (JsonNode condition : status.path("conditions")) {
            if (type.equals(Json.text(condition, "type"))) {
                return condition;
            }
        }
        return null;
    }

    /** A condition that is True since now. */
    static ObjectNode of(String type, String reason, String message, Instant now) {
        return fill(Json.object(), type, "True", reason, message, now);
    }

    private static ObjectNode fill(
            ObjectNode condition, String type, String status, String reason, String message, Instant now) {
        return condition
                .put("type", type)
                .put("status", status)
                .put("lastProbeTime", Times.format(now))
                .put("lastTransitionTime", Times.format(now))
                .put("reason", reason)
                .put("message", message);
    }

    /** Sets a condition; one that was never there is not added as False. Gives whether anything has changed. */
    static boolean ensure(
            ObjectNode jobStatus, String type, boolean isTrue, String reason, String message, Instant now) {
        String status = isTrue ? "True" : "False";
        ObjectNode known = (ObjectNode) find(jobStatus, type);
        if (known == null) {
            if (!isTrue) {
                return false;
            }
            known = Json.list(jobStatus, "conditions").addObject();
        } else if (status.equals(Json.text(known, "status"))
                && reason.equals(Json.text(known, "reason"))
                && message.equals(Json.text(known, "message"))) {
            return false;
        }
        fill(known, type, status, reason, message, now);
        return true;
    }
}
