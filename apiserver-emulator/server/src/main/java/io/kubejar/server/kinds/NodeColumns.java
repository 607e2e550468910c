package io.kubejar.server.kinds;

import static io.kubejar.server.kinds.Columns.doc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.registry.PrinterColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The columns of a node. Upstream: printNode, pkg/printers/internalversion/printers.go, v1.36. */
final class NodeColumns {
    private static final String INFO = "io.k8s.api.core.v1.NodeSystemInfo";
    private static final String ROLE = "node-role.kubernetes.io/";

    private NodeColumns() {}

    static List<PrinterColumn> all() {
        return List.of(
                Columns.name(),
                Columns.string("Status", () -> "The status of the node", NodeColumns::status),
                Columns.string("Roles", () -> "The roles of the node", NodeColumns::roles),
                Columns.age(),
                Columns.string("Version", doc(INFO, "kubeletVersion"), o -> info(o, "kubeletVersion")),
                Columns.wide(
                        "Internal-IP",
                        doc("io.k8s.api.core.v1.NodeStatus", "addresses"),
                        o -> address(o, "InternalIP")),
                Columns.wide(
                        "External-IP",
                        doc("io.k8s.api.core.v1.NodeStatus", "addresses"),
                        o -> address(o, "ExternalIP")),
                Columns.wide("OS-Image", doc(INFO, "osImage"), o -> unknown(info(o, "osImage"))),
                Columns.wide("Kernel-Version", doc(INFO, "kernelVersion"), o -> unknown(info(o, "kernelVersion"))),
                Columns.wide(
                        "Container-Runtime",
                        doc(INFO, "containerRuntimeVersion"),
                        o -> unknown(info(o, "containerRuntimeVersion"))));
    }

    private static String status(ObjectNode node) {
        String ready = "Unknown";
        for (JsonNode condition : node.path("status").path("conditions")) {
            if ("Ready".equals(Json.text(condition, "type"))) {
                ready = "True".equals(Json.text(condition, "status")) ? "Ready" : "NotReady";
            }
        }
        return Json.isTrue(node, "spec", "unschedulable") ? ready + ",SchedulingDisabled" : ready;
    }

    private static String roles(ObjectNode node) {
        TreeSet<String> roles = new TreeSet<>();
        Json.map(node.path("metadata").path("labels")).forEach((key, value) -> {
            if (key.startsWith(ROLE) && key.length() > ROLE.length()) {
                roles.add(key.substring(ROLE.length()));
            } else if (key.equals("kubernetes.io/role") && !value.isEmpty()) {
                roles.add(value);
            }
        });
        return roles.isEmpty() ? "<none>" : String.join(",", new ArrayList<>(roles));
    }

    private static String info(ObjectNode node, String field) {
        return Json.textOr(node, "", "status", "nodeInfo", field);
    }

    private static String unknown(String text) {
        return text.isEmpty() ? "<unknown>" : text;
    }

    private static String address(ObjectNode node, String type) {
        for (JsonNode address : node.path("status").path("addresses")) {
            if (type.equals(Json.text(address, "type"))) {
                return Json.textOr(address, "", "address");
            }
        }
        return "<none>";
    }
}
