package io.kubejar.server.authz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.Names;
import java.util.List;

/**
 * Defaults and validation of the four RBAC kinds; names and other metadata are checked elsewhere. Upstream:
 * pkg/apis/rbac/v1/defaults.go and pkg/apis/rbac/validation/validation.go, v1.36.
 */
public final class RbacRules {
    private static final String GROUP = "rbac.authorization.k8s.io";

    private RbacRules() {}

    /** Fills in the API group of a binding's role and of its users and groups. */
    public static void defaultBinding(ObjectNode binding) {
        if (binding.get("roleRef") instanceof ObjectNode role) {
            defaultGroup(role);
        } else {
            binding.putObject("roleRef").put("apiGroup", GROUP).put("kind", "").put("name", "");
        }
        for (JsonNode subject : binding.path("subjects")) {
            String kind = Json.textOr(subject, "", "kind");
            if (subject instanceof ObjectNode object && (kind.equals("User") || kind.equals("Group"))) {
                defaultGroup(object);
            }
        }
    }

    private static void defaultGroup(ObjectNode reference) {
        if (Json.textOr(reference, "", "apiGroup").isEmpty()) {
            reference.put("apiGroup", GROUP);
        }
    }

    /** Checks a Role. */
    public static void validateRole(ObjectNode role, FieldErrors errors) {
        validateRules(role.path("rules"), true, errors);
    }

    /** Checks a ClusterRole. */
    public static void validateClusterRole(ObjectNode role, FieldErrors errors) {
        validateRules(role.path("rules"), false, errors);
        JsonNode aggregation = role.path("aggregationRule");
        if (!aggregation.isObject()) {
            return;
        }
        String path = "aggregationRule.clusterRoleSelectors";
        JsonNode selectors = aggregation.path("clusterRoleSelectors");
        if (selectors.isEmpty()) {
            errors.required(path, "at least one clusterRoleSelector required if aggregationRule is non-nil");
        }
        for (int i = 0; i < selectors.size(); i++) {
            Checks.selector(selectors.get(i), path + "[" + i + "]", errors);
        }
    }

    private static void each(List<String> problems, String path, String value, FieldErrors errors) {
        problems.forEach(problem -> errors.invalid(path, value, problem));
    }

    private static void validateRules(JsonNode rules, boolean namespaced, FieldErrors errors) {
        for (int i = 0; i < rules.size(); i++) {
            validateRule(rules.get(i), "rules[" + i + "]", namespaced, errors);
        }
    }

    private static void validateRule(JsonNode rule, String path, boolean namespaced, FieldErrors errors) {
        if (rule.path("verbs").isEmpty()) {
            errors.required(path + ".verbs", "verbs must contain at least one value");
        }
        JsonNode paths = rule.path("nonResourceURLs");
        boolean groups = !rule.path("apiGroups").isEmpty();
        boolean resources = !rule.path("resources").isEmpty();
        if (!paths.isEmpty()) {
            if (namespaced) {
                errors.invalid(path + ".nonResourceURLs", paths, "namespaced rules cannot apply to non-resource URLs");
            }
            if (groups || resources || !rule.path("resourceNames").isEmpty()) {
                errors.invalid(
                        path + ".nonResourceURLs",
                        paths,
                        "rules cannot apply to both regular resources and non-resource URLs");
            }
            return;
        }
        if (!groups) {
            errors.required(path + ".apiGroups", "resource rules must supply at least one api group");
        }
        if (!resources) {
            errors.required(path + ".resources", "resource rules must supply at least one resource");
        }
    }

    /**
     * Checks a RoleBinding or ClusterRoleBinding.
     *
     * @param namespaced whether it is a RoleBinding
     */
    public static void validateBinding(ObjectNode binding, boolean namespaced, FieldErrors errors) {
        JsonNode role = binding.path("roleRef");
        String group = Json.textOr(role, "", "apiGroup");
        if (!group.equals(GROUP)) {
            errors.unsupported("roleRef.apiGroup", group, GROUP);
        }
        String kind = Json.textOr(role, "", "kind");
        List<String> kinds = namespaced ? List.of("Role", "ClusterRole") : List.of("ClusterRole");
        if (!kinds.contains(kind)) {
            errors.unsupported("roleRef.kind", kind, kinds.toArray(String[]::new));
        }
        String name = Json.textOr(role, "", "name");
        if (name.isEmpty()) {
            errors.required("roleRef.name", "");
        } else {
            each(Names.pathSegment(name), "roleRef.name", name, errors);
        }
        JsonNode subjects = binding.path("subjects");
        for (int i = 0; i < subjects.size(); i++) {
            validateSubject(subjects.get(i), "subjects[" + i + "]", namespaced, errors);
        }
    }

    private static void validateSubject(JsonNode subject, String path, boolean namespaced, FieldErrors errors) {
        String name = Json.textOr(subject, "", "name");
        if (name.isEmpty()) {
            errors.required(path + ".name", "");
        }
        String group = Json.textOr(subject, "", "apiGroup");
        String kind = Json.textOr(subject, "", "kind");
        switch (kind) {
            case "ServiceAccount" -> {
                if (!name.isEmpty()) {
                    each(Names.subdomain(name), path + ".name", name, errors);
                }
                if (!group.isEmpty()) {
                    errors.unsupported(path + ".apiGroup", group, "");
                }
                if (!namespaced && Json.textOr(subject, "", "namespace").isEmpty()) {
                    errors.required(path + ".namespace", "");
                }
            }
            case "User", "Group" -> {
                if (!group.equals(GROUP)) {
                    errors.unsupported(path + ".apiGroup", group, GROUP);
                }
            }
            default -> errors.unsupported(path + ".kind", kind, "ServiceAccount", "User", "Group");
        }
    }

    /** Checks that a binding keeps its role. */
    public static void validateBindingUpdate(ObjectNode binding, ObjectNode old, FieldErrors errors) {
        JsonNode role = binding.path("roleRef");
        if (!role.equals(old.path("roleRef"))) {
            // Upstream prints its internal type, whose members have no JSON names.
            ObjectNode shown = Json.object()
                    .put("APIGroup", Json.textOr(role, "", "apiGroup"))
                    .put("Kind", Json.textOr(role, "", "kind"))
                    .put("Name", Json.textOr(role, "", "name"));
            errors.invalid("roleRef", shown, "cannot change roleRef");
        }
    }
}
