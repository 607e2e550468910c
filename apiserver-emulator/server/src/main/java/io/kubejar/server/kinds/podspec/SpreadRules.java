package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;

/**
 * The rules of how pods are spread. Upstream: validateTopologySpreadConstraints,
 * pkg/apis/core/validation/validation.go, v1.36.
 */
final class SpreadRules {
    private SpreadRules() {}

    static void validate(JsonNode constraints, String path, FieldErrors errors) {
        for (int i = 0; i < constraints.size(); i++) {
            JsonNode constraint = constraints.get(i);
            String at = path + "[" + i + "]";
            positive(constraint.path("maxSkew").longValue(), at + ".maxSkew", errors);
            String key = Json.textOr(constraint, "", "topologyKey");
            if (key.isEmpty()) {
                errors.required(at + ".topologyKey", "can not be empty");
            }
            String otherwise = Json.textOr(constraint, "", "whenUnsatisfiable");
            if (!otherwise.equals("DoNotSchedule") && !otherwise.equals("ScheduleAnyway")) {
                errors.unsupported(at + ".whenUnsatisfiable", otherwise, "DoNotSchedule", "ScheduleAnyway");
            }
            for (int j = i + 1; j < constraints.size(); j++) {
                if (key.equals(Json.textOr(constraints.get(j), "", "topologyKey"))
                        && otherwise.equals(Json.textOr(constraints.get(j), "", "whenUnsatisfiable"))) {
                    errors.duplicate(at + ".{topologyKey, whenUnsatisfiable}", "{" + key + ", " + otherwise + "}");
                    break;
                }
            }
            minDomains(constraint.path("minDomains"), otherwise, at + ".minDomains", errors);
            policy(constraint, "nodeAffinityPolicy", at, errors);
            policy(constraint, "nodeTaintsPolicy", at, errors);
            LabelKeyRules.validate(constraint, at, errors);
            Checks.selector(constraint.path("labelSelector"), at + ".labelSelector", errors);
        }
    }

    private static void positive(long value, String path, FieldErrors errors) {
        if (value <= 0) {
            errors.invalid(path, value, "must be greater than zero");
        }
    }

    private static void minDomains(JsonNode value, String otherwise, String path, FieldErrors errors) {
        if (!value.isNumber()) {
            return;
        }
        positive(value.longValue(), path, errors);
        if (!otherwise.equals("DoNotSchedule")) {
            errors.invalid(path, value, "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not " + otherwise);
        }
    }

    private static void policy(JsonNode constraint, String field, String path, FieldErrors errors) {
        String policy = Json.text(constraint, field);
        if (policy != null && !policy.equals("Honor") && !policy.equals("Ignore")) {
            errors.unsupported(path + "." + field, policy, "Honor", "Ignore");
        }
    }
}
