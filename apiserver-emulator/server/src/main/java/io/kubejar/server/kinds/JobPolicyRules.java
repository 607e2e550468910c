package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules of what a job makes of its pods' ends. Upstream: validatePodFailurePolicy, validateSuccessPolicy and
 * validatePodReplacementPolicy, pkg/apis/batch/validation/validation.go, v1.36.
 */
final class JobPolicyRules {
    private static final int RULES_MAX = 20;
    private static final int VALUES_MAX = 255;
    private static final List<String> ACTIONS = List.of("Count", "FailIndex", "FailJob", "Ignore");

    private JobPolicyRules() {}

    static void validate(JsonNode spec, String path, FieldErrors errors) {
        JsonNode failure = spec.path("podFailurePolicy");
        if (failure.isObject()) {
            failure(spec, failure.path("rules"), path + ".podFailurePolicy.rules", errors);
        }
        JsonNode success = spec.path("successPolicy");
        if (success.isObject()) {
            success(spec, success, path + ".successPolicy", errors);
        }
        if (!spec.hasNonNull("podReplacementPolicy")) {
            return;
        }
        if (!failure.isObject()) {
            Checks.oneOf(spec, "podReplacementPolicy", path, errors, "Failed", "TerminatingOrFailed");
        } else {
            Checks.oneOf(spec, "podReplacementPolicy", path, errors, "Failed");
        }
    }

    private static void failure(JsonNode spec, JsonNode rules, String path, FieldErrors errors) {
        if (rules.size() > RULES_MAX) {
            errors.tooMany(path, rules.size(), RULES_MAX);
        }
        Set<String> names = new HashSet<>();
        for (String list : List.of("containers", "initContainers")) {
            Json.at(spec, "template", "spec", list).forEach(c -> names.add(Json.textOr(c, "", "name")));
        }
        for (int i = 0; i < rules.size(); i++) {
            rule(spec, rules.get(i), names, path + "[" + i + "]", errors);
        }
    }

    private static void rule(JsonNode spec, JsonNode rule, Set<String> names, String path, FieldErrors errors) {
        String action = Json.textOr(rule, "", "action");
        if (action.isEmpty()) {
            errors.required(path + ".action", "valid values: [\"Count\" \"FailIndex\" \"FailJob\" \"Ignore\"]");
        } else if (action.equals("FailIndex") && !spec.hasNonNull("backoffLimitPerIndex")) {
            errors.invalid(path + ".action", action, "requires the backoffLimitPerIndex to be set");
        } else if (!ACTIONS.contains(action)) {
            errors.unsupported(path + ".action", action, ACTIONS.toArray(String[]::new));
        }
        boolean codes = rule.path("onExitCodes").isObject();
        boolean conditions = !rule.path("onPodConditions").isEmpty();
        if (codes) {
            codes(rule.path("onExitCodes"), names, path + ".onExitCodes", errors);
        }
        for (int i = 0; i < rule.path("onPodConditions").size(); i++) {
            JsonNode pattern = rule.path("onPodConditions").get(i);
            String at = path + ".onPodConditions[" + i + "]";
            Checks.qualified(Json.textOr(pattern, "", "type"), at + ".type", errors);
            Checks.oneOf(pattern, "status", at, errors, "False", "True", "Unknown");
        }
        if (codes == conditions) {
            String detail = codes
                    ? "specifying both OnExitCodes and OnPodConditions is not supported"
                    : "specifying one of OnExitCodes and OnPodConditions is required";
            errors.add("FieldValueInvalid", path, "Invalid value: " + detail);
        }
    }

    private static void codes(JsonNode codes, Set<String> names, String path, FieldErrors errors) {
        String operator = Json.textOr(codes, "", "operator");
        if (operator.isEmpty()) {
            errors.required(path + ".operator", "valid values: [\"In\" \"NotIn\"]");
        } else {
            Checks.oneOf(codes, "operator", path, errors, "In", "NotIn");
        }
        if (codes.hasNonNull("containerName") && !names.contains(Json.textOr(codes, "", "containerName"))) {
            errors.invalid(
                    path + ".containerName",
                    codes.path("containerName"),
                    "must be one of the container or initContainer names in the pod template");
        }
        JsonNode values = codes.path("values");
        if (values.isEmpty()) {
            errors.invalid(path + ".values", values, "at least one value is required");
        } else if (values.size() > VALUES_MAX) {
            errors.tooMany(path + ".values", values.size(), VALUES_MAX);
        }
        values(values, operator.equals("In"), path + ".values", errors);
    }

    private static void values(JsonNode values, boolean in, String path, FieldErrors errors) {
        Set<JsonNode> seen = new HashSet<>();
        boolean ordered = true;
        for (int i = 0; i < values.size(); i++) {
            JsonNode value = values.get(i);
            String at = path + "[" + i + "]";
            if (in && value.longValue() == 0) {
                errors.invalid(at, value, "must not be 0 for the In operator");
            }
            if (!seen.add(value)) {
                errors.duplicate(at, value);
            }
            ordered &= i == 0 || values.get(i - 1).longValue() <= value.longValue();
        }
        if (!ordered) {
            errors.invalid(path, values, "must be ordered");
        }
    }

    private static void success(JsonNode spec, JsonNode policy, String path, FieldErrors errors) {
        if (!"Indexed".equals(Json.text(spec, "completionMode"))) {
            errors.invalid(path, policy, "requires indexed completion mode");
            return;
        }
        JsonNode rules = policy.path("rules");
        if (rules.isEmpty()) {
            errors.required(
                    path + ".rules", "at least one rules must be specified when the successPolicy is specified");
        } else if (rules.size() > RULES_MAX) {
            errors.tooMany(path + ".rules", rules.size(), RULES_MAX);
        }
        long completions = Json.number(spec, 0, "completions");
        for (int i = 0; i < rules.size(); i++) {
            String at = path + ".rules[" + i + "]";
            JsonNode count = rules.get(i).path("succeededCount");
            if (!count.isNumber() && !rules.get(i).hasNonNull("succeededIndexes")) {
                errors.required(at, "at least one of succeededCount or succeededIndexes must be specified");
            }
            Checks.nonNegative(rules.get(i), "succeededCount", at, errors);
            if (count.isNumber() && count.longValue() > completions) {
                errors.invalid(
                        at + ".succeededCount",
                        count,
                        "must be less than or equal to " + completions + " (the number of specified completions)");
            }
        }
    }
}
