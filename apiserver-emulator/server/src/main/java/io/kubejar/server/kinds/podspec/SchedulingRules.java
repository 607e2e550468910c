package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.Names;
import java.util.HashSet;
import java.util.Set;

/**
 * The rules of gates and tolerations. Upstream: validateSchedulingGates and ValidateTolerations,
 * pkg/apis/core/validation/validation.go, v1.36.
 */
public final class SchedulingRules {
    private static final String[] EFFECTS = {"NoSchedule", "PreferNoSchedule", "NoExecute"};

    private SchedulingRules() {}

    /** Checks what must happen before a pod is scheduled. */
    static void gates(JsonNode gates, String path, FieldErrors errors) {
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

    /** Checks which taints a pod bears. */
    public static void tolerations(JsonNode tolerations, String path, FieldErrors errors) {
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
