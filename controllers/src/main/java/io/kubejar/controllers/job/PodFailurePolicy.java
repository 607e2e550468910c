package io.kubejar.controllers.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import org.jspecify.annotations.Nullable;

/**
 * What a Job's podFailurePolicy says to a failed pod. Upstream: matchPodFailurePolicy,
 * pkg/controller/job/pod_failure_policy.go, v1.36.
 *
 * @param message why the whole Job fails; null when it does not
 * @param counted whether the failure counts
 * @param action the action of the rule that matches; "" when none does
 */
record PodFailurePolicy(@Nullable String message, boolean counted, String action) {
    private static final PodFailurePolicy NO_RULE = new PodFailurePolicy(null, true, "");

    static PodFailurePolicy match(JobSpec spec, ApiObject pod) {
        int index = 0;
        for (JsonNode rule : spec.podFailurePolicy().path("rules")) {
            String action = Json.textOr(rule, "", "action");
            String matched = rule.path("onExitCodes").isObject()
                    ? byExitCode(rule.path("onExitCodes"), pod)
                    : byCondition(rule.path("onPodConditions"), pod);
            if (matched != null) {
                switch (action) {
                    case "Ignore":
                        return new PodFailurePolicy(null, false, action);
                    case "FailIndex", "Count":
                        return new PodFailurePolicy(null, true, action);
                    case "FailJob":
                        return new PodFailurePolicy(
                                matched + " matching " + action + " rule at index " + index, true, action);
                    default: // an action of a later version: as if the rule were not there
                }
            }
            index++;
        }
        return NO_RULE;
    }

    private static @Nullable String byExitCode(JsonNode requirement, ApiObject pod) {
        String wanted = Json.text(requirement, "containerName");
        for (String list : new String[] {"containerStatuses", "initContainerStatuses"}) {
            for (JsonNode status : pod.status().path(list)) {
                JsonNode terminated = status.path("state").path("terminated");
                String name = Json.textOr(status, "", "name");
                int code = terminated.path("exitCode").asInt();
                if (terminated.isObject()
                        && (wanted == null || wanted.equals(name))
                        && code != 0
                        && matches(requirement, code)) {
                    return "Container " + name + " for pod " + pod.key() + " failed with exit code " + code;
                }
            }
        }
        return null;
    }

    private static boolean matches(JsonNode requirement, int code) {
        boolean named = false;
        for (JsonNode value : requirement.path("values")) {
            named |= value.asInt() == code;
        }
        return switch (Json.textOr(requirement, "", "operator")) {
            case "In" -> named;
            case "NotIn" -> !named;
            default -> false;
        };
    }

    private static @Nullable String byCondition(JsonNode patterns, ApiObject pod) {
        for (JsonNode condition : pod.status().path("conditions")) {
            for (JsonNode pattern : patterns) {
                String type = Json.textOr(condition, "", "type");
                if (type.equals(Json.text(pattern, "type"))
                        && Json.textOr(condition, "", "status").equals(Json.textOr(pattern, "True", "status"))) {
                    return "Pod " + pod.key() + " has condition " + type;
                }
            }
        }
        return null;
    }
}
