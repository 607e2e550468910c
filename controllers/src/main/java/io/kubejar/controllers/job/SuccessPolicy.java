package io.kubejar.controllers.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import org.jspecify.annotations.Nullable;

/** Whether enough indexes have succeeded. Upstream: matchSuccessPolicy, pkg/controller/job/success_policy.go, v1.36. */
final class SuccessPolicy {
    private SuccessPolicy() {}

    /** Which rule is met, in upstream's words; null when none is. */
    static @Nullable String match(JobSpec spec, Intervals succeeded) {
        if (succeeded.total() == 0) {
            return null;
        }
        int index = 0;
        for (JsonNode rule : spec.successPolicy().path("rules")) {
            if (isMet(rule, spec, succeeded)) {
                return "Matched rules at index " + index;
            }
            index++;
        }
        return null;
    }

    private static boolean isMet(JsonNode rule, JobSpec spec, Intervals succeeded) {
        JsonNode count = rule.path("succeededCount");
        String text = Json.text(rule, "succeededIndexes");
        if (text == null) {
            return count.isNumber() && succeeded.total() >= count.intValue();
        }
        Intervals required = Intervals.parse(text, spec.bound());
        int met = required.common(succeeded);
        return required.total() > 0 && (met == required.total() || (count.isNumber() && met >= count.intValue()));
    }
}
