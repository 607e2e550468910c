package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.Names;
import java.util.HashSet;
import java.util.Set;

/**
 * The rules of what a pod asks of its node. Upstream: validateAffinity, validateSchedulingGates,
 * validateTopologySpreadConstraints and ValidateTolerations, pkg/apis/core/validation/validation.go, v1.36.
 */
final class SchedulingRules {
    private static final String[] EFFECTS = {"NoSchedule", "PreferNoSchedule", "NoExecute"};
    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

    private SchedulingRules() {}

    static void validate(JsonNode spec, String path, FieldErrors errors) {
        for (String kind : new String[] {"podAffinity", "podAntiAffinity"}) {
            podAffinity(spec.path("affinity").path(kind), path + ".affinity." + kind, errors);
        }
        gates(spec.path("schedulingGates"), path + ".schedulingGates", errors);
        JsonNode constraints = spec.path("topologySpreadConstraints");
        for (int i = 0; i < constraints.size(); i++) {
            spread(constraints.get(i), path + ".topologySpreadConstraints[" + i + "]", errors);
        }
    }

    private static void podAffinity(JsonNode affinity, String path, FieldErrors errors) {
        JsonNode required = affinity.path(REQUIRED);
        for (int i = 0; i < required.size(); i++) {
            term(required.get(i), path + "." + REQUIRED + "[" + i + "]", errors);
        }
        JsonNode preferred = affinity.path(PREFERRED);
        for (int i = 0; i < preferred.size(); i++) {
            String at = path + "." + PREFERRED + "[" + i + "]";
            long weight = Json.number(preferred.get(i), 0, "weight");
            if (weight < 1 || weight > 100) {
                errors.invalid(at + ".weight", weight, "must be in the range 1-100");
            }
            term(preferred.get(i).path("podAffinityTerm"), at + ".podAffinityTerm", errors);
        }
    }

    private static void term(JsonNode term, String path, FieldErrors errors) {
        Checks.selector(term.path("labelSelector"), path + ".labelSelector", errors);
        String key = Json.textOr(term, "", "topologyKey");
        if (key.isEmpty()) {
            errors.required(path + ".topologyKey", "can not be empty");
        }
        Checks.qualified(key, path + ".topologyKey", errors);
    }

    private static void gates(JsonNode gates, String path, FieldErrors errors) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < gates.size(); i++) {
            String name = Json.textOr(gates.get(i), "", "name");
            String at = path + "[" + i + "]";
            Checks.qualified(name, at, errors);
            if (!seen.add(name)) {
                errors.duplicate(at, name);
            }
        }
    }

    private static void spread(JsonNode constraint, String path, FieldErrors errors) {
        long skew = Json.number(constraint, 0, "maxSkew");
        if (skew <= 0) {
            errors.invalid(path + ".maxSkew", skew, "must be greater than zero");
        }
        String key = Json.textOr(constraint, "", "topologyKey");
        if (key.isEmpty()) {
            errors.required(path + ".topologyKey", "can not be empty");
        } else {
            Checks.qualified(key, path + ".topologyKey", errors);
        }
        String otherwise = Json.textOr(constraint, "", "whenUnsatisfiable");
        if (!otherwise.equals("DoNotSchedule") && !otherwise.equals("ScheduleAnyway")) {
            errors.unsupported(path + ".whenUnsatisfiable", otherwise, "DoNotSchedule", "ScheduleAnyway");
        }
        Checks.selector(constraint.path("labelSelector"), path + ".labelSelector", errors);
    }

    static void tolerations(JsonNode tolerations, String path, FieldErrors errors) {
        for (int i = 0; i < tolerations.size(); i++) {
            toleration(tolerations.get(i), path + "[" + i + "]", errors);
        }
    }

    private static void toleration(JsonNode toleration, String path, FieldErrors errors) {
        String key = Json.textOr(toleration, "", "key");
        String operator = Json.textOr(toleration, "", "operator");
        String effect = Json.textOr(toleration, "", "effect");
        String value = Json.textOr(toleration, "", "value");
        if (!key.isEmpty()) {
            Checks.qualified(key, path + ".key", errors);
        } else if (!operator.equals("Exists")) {
            errors.invalid(
                    path + ".operator",
                    operator,
                    "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
        }
        if (toleration.hasNonNull("tolerationSeconds") && !effect.equals("NoExecute")) {
            errors.invalid(path + ".effect", effect, "effect must be 'NoExecute' when `tolerationSeconds` is set");
        }
        switch (operator) {
            case "", "Equal" -> {
                var wrong = Names.labelValue(value);
                if (!wrong.isEmpty()) {
                    errors.invalid(path + ".operator", value, String.join(";", wrong));
                }
            }
            case "Exists" -> {
                if (!value.isEmpty()) {
                    errors.invalid(path + ".operator", value, "value must be empty when `operator` is 'Exists'");
                }
            }
            case "Lt", "Gt" -> errors.unsupported(path + ".operator", operator, "Equal", "Exists", "Lt", "Gt");
            default -> errors.unsupported(path + ".operator", operator, "Equal", "Exists");
        }
        if (!effect.isEmpty()) {
            Checks.oneOf(toleration, "effect", path, errors, EFFECTS);
        }
    }
}
