package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.registry.PrinterColumn;
import java.util.ArrayList;
import java.util.List;

/** The columns of bindings. Upstream: printRoleBinding and printClusterRoleBinding, printers.go, v1.36. */
final class RbacColumns {
    private RbacColumns() {}

    static List<PrinterColumn> binding(String type, String word) {
        return List.of(
                Columns.name(),
                Columns.string(
                        "Role",
                        Columns.doc(type, "roleRef"),
                        o -> Json.textOr(o, "", "roleRef", "kind") + "/" + Json.textOr(o, "", "roleRef", "name")),
                Columns.age(),
                Columns.wide("Users", () -> "Users in the " + word, o -> subjects(o, "User")),
                Columns.wide("Groups", () -> "Groups in the " + word, o -> subjects(o, "Group")),
                Columns.wide(
                        "ServiceAccounts", () -> "ServiceAccounts in the " + word, o -> subjects(o, "ServiceAccount")));
    }

    private static String subjects(ObjectNode binding, String kind) {
        List<String> out = new ArrayList<>();
        for (JsonNode subject : binding.path("subjects")) {
            if (kind.equals(Json.text(subject, "kind"))) {
                String namespace = Json.textOr(subject, "", "namespace");
                out.add((namespace.isEmpty() ? "" : namespace + "/") + Json.textOr(subject, "", "name"));
            }
        }
        return String.join(", ", out);
    }
}
