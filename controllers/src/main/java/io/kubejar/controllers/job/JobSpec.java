package io.kubejar.controllers.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a Job's spec that its controller reads, with the defaults that the server has set.
 *
 * @param completions how many pods must succeed; null when any success ends the Job
 * @param backoffLimit how many failures are allowed
 * @param backoffLimitPerIndex how many failures each index is allowed; null when they are not counted by index
 * @param maxFailedIndexes how many indexes may fail; null for any number
 * @param activeDeadlineSeconds how long it may run; null for ever
 * @param replaceFailedOnly whether a pod that is terminating keeps its place until it has ended
 */
record JobSpec(
        @Nullable Integer completions,
        int parallelism,
        boolean indexed,
        int backoffLimit,
        @Nullable Integer backoffLimitPerIndex,
        @Nullable Integer maxFailedIndexes,
        @Nullable Long activeDeadlineSeconds,
        boolean suspended,
        boolean replaceFailedOnly,
        JsonNode podFailurePolicy,
        JsonNode successPolicy,
        String restartPolicy) {
    private static final int DEFAULT_BACKOFF_LIMIT = 6;

    static JobSpec of(ApiObject job) {
        JsonNode spec = job.spec();
        JsonNode failurePolicy = spec.path("podFailurePolicy");
        boolean failedOnly = "Failed".equals(Json.text(spec, "podReplacementPolicy")) || failurePolicy.isObject();
        return new JobSpec(
                integer(spec, "completions"),
                (int) Json.number(spec, 1, "parallelism"),
                "Indexed".equals(Json.text(spec, "completionMode")),
                (int) Json.number(spec, DEFAULT_BACKOFF_LIMIT, "backoffLimit"),
                integer(spec, "backoffLimitPerIndex"),
                integer(spec, "maxFailedIndexes"),
                spec.path("activeDeadlineSeconds").isNumber()
                        ? (Long) spec.path("activeDeadlineSeconds").longValue()
                        : null,
                Json.isTrue(spec, "suspend"),
                failedOnly,
                failurePolicy,
                spec.path("successPolicy"),
                Json.textOr(spec, "", "template", "spec", "restartPolicy"));
    }

    private static @Nullable Integer integer(JsonNode spec, String field) {
        JsonNode value = spec.path(field);
        return value.isNumber() ? (Integer) value.intValue() : null;
    }

    /** The completions of a Job that counts them; 0 for one that does not. */
    int bound() {
        return completions == null ? 0 : completions;
    }
}
