package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.FieldErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules of when a container is started anew. Upstream: validateContainerRestartPolicy,
 * validateInitContainerRestartPolicy and validateResizePolicy, pkg/apis/core/validation/validation.go, v1.36.
 */
final class RestartRules {
    private static final int RULES_MAX = 20;
    private static final int CODES_MAX = 255;
    private static final String POLICY = "restartPolicy";
    private static final String RULES = "restartPolicyRules";

    private RestartRules() {}

    /** Checks the policy of a container and its exceptions. */
    static void container(JsonNode container, String path, FieldErrors errors) {
        String policy = Json.text(container, POLICY);
        JsonNode rules = container.path(RULES);
        if (policy != null && !List.of("Always", "Never", "OnFailure").contains(policy)) {
            errors.unsupported(path + "." + POLICY, policy, "Always", "Never", "OnFailure");
        } else if (policy == null && !rules.isEmpty()) {
            errors.required(path + "." + POLICY, "must specify restartPolicy when restart rules are used");
        }
        if (rules.size() > RULES_MAX) {
            errors.tooMany(path + "." + RULES, rules.size(), RULES_MAX);
        }
        for (int i = 0; i < rules.size(); i++) {
            rule(rules.get(i), path + "." + RULES + "[" + i + "]", errors);
        }
    }

    /** Checks the policy of an init container: rules without a policy are looked at no further. */
    static void initContainer(JsonNode container, String path, FieldErrors errors) {
        if (container.hasNonNull(POLICY)) {
            container(container, path, errors);
        } else if (!container.path(RULES).isEmpty()) {
            errors.required(path + "." + POLICY, "must specify restartPolicy when restart rules are used");
        }
    }

    private static void rule(JsonNode rule, String path, FieldErrors errors) {
        String action = Json.textOr(rule, "", "action");
        if (!action.equals("Restart") && !action.equals("RestartAllContainers")) {
            errors.unsupported(path + ".action", action, "Restart", "RestartAllContainers");
        }
        JsonNode codes = rule.path("exitCodes");
        if (!codes.isObject()) {
            errors.required(path + ".exitCodes", "must be specified");
            return;
        }
        String operator = Json.textOr(codes, "", "operator");
        if (!operator.equals("In") && !operator.equals("NotIn")) {
            errors.unsupported(path + ".exitCodes.operator", operator, "In", "NotIn");
        }
        if (codes.path("values").size() > CODES_MAX) {
            errors.tooMany(path + ".exitCodes.values", codes.path("values").size(), CODES_MAX);
        }
    }

    /** Checks what is done when a container's resources change; most is told at the list's place. */
    static void onResize(JsonNode policies, String podPolicy, String path, FieldErrors errors) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < policies.size(); i++) {
            String resource = Json.textOr(policies.get(i), "", "resourceName");
            if (!seen.add(resource)) {
                errors.duplicate(path + "[" + i + "]", resource);
            }
            oneOf(resource, path, errors, "cpu", "memory");
            String policy = Json.textOr(policies.get(i), "", POLICY);
            oneOf(policy, path, errors, "NotRequired", "RestartContainer");
            if (podPolicy.equals("Never") && !policy.equals("NotRequired")) {
                errors.invalid(path, policy, "must be 'NotRequired' when pod `restartPolicy` is 'Never'");
            }
        }
    }

    private static void oneOf(String value, String path, FieldErrors errors, String... known) {
        if (value.isEmpty()) {
            errors.required(path, "");
        } else if (!List.of(known).contains(value)) {
            errors.unsupported(path, value, known);
        }
    }

    /** An init container that ends is not started anew when its resources change. */
    static void noRestartOnResize(JsonNode container, String path, FieldErrors errors) {
        JsonNode policies = container.path("resizePolicy");
        for (int i = 0; i < policies.size(); i++) {
            if (Json.textOr(policies.get(i), "", POLICY).equals("RestartContainer")) {
                errors.invalid(
                        path + ".resizePolicy[" + i + "]." + POLICY,
                        "RestartContainer",
                        "must not be set to 'RestartContainer' for non-sidecar initContainers");
            }
        }
    }
}
