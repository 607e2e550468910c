package io.kubejar.server.authz;

import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.util.ArrayList;
import java.util.List;

/** A RoleBinding, or with a namespace of "" a ClusterRoleBinding. */
record Binding(String namespace, String name, String roleKind, String roleName, List<Subject> subjects) {
    static Binding read(ApiObject object) {
        List<Subject> subjects = new ArrayList<>();
        object.at("subjects").forEach(one -> subjects.add(Subject.read(one)));
        return new Binding(
                object.namespace(),
                object.name(),
                Json.textOr(object.at("roleRef"), "", "kind"),
                Json.textOr(object.at("roleRef"), "", "name"),
                List.copyOf(subjects));
    }

    /** As a reason names it. Upstream: roleBindingDescriber and clusterRoleBindingDescriber. */
    String describe(int subject) {
        String own = namespace.isEmpty()
                ? "ClusterRoleBinding " + Denials.quote(name)
                : "RoleBinding " + Denials.quote(name + "/" + namespace);
        return own + " of " + roleKind + " " + Denials.quote(roleName) + " to "
                + subjects.get(subject).describe(namespace);
    }
}
