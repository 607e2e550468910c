package io.kubejar.server.authz;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;

/** Who a binding is for: a user, a group or a service account; the namespace is "" where there is none. */
record Subject(String kind, String name, String namespace) {
    static Subject read(JsonNode subject) {
        return new Subject(
                Json.textOr(subject, "", "kind"),
                Json.textOr(subject, "", "name"),
                Json.textOr(subject, "", "namespace"));
    }

    /**
     * Under which key the index keeps bindings for this subject; "" when it is for nobody.
     *
     * @param bindingNamespace where the binding is, "" for a ClusterRoleBinding
     */
    String key(String bindingNamespace) {
        return switch (kind) {
            case "User" -> userKey(name);
            case "Group" -> groupKey(name);
            case "ServiceAccount" -> {
                String where = namespace.isEmpty() ? bindingNamespace : namespace;
                yield where.isEmpty() ? "" : userKey("system:serviceaccount:" + where + ":" + name);
            }
            default -> "";
        };
    }

    static String userKey(String name) {
        return "u:" + name;
    }

    static String groupKey(String name) {
        return "g:" + name;
    }

    /** As a reason names it. Upstream: describeSubject, pkg/registry/rbac/validation/rule.go. */
    String describe(String bindingNamespace) {
        String where = namespace.isEmpty() ? bindingNamespace : namespace;
        return kind + " " + Denials.quote(kind.equals("ServiceAccount") ? name + "/" + where : name);
    }
}
