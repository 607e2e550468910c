package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;

/**
 * What a node's client left out. Upstream: Convert_v1_NodeSpec_To_core_NodeSpec, pkg/apis/core/v1/conversion.go, and
 * SetDefaults_NodeStatus, pkg/apis/core/v1/defaults.go, v1.36.
 */
final class NodeDefaults {
    private NodeDefaults() {}

    static void fill(ObjectNode node) {
        if (node.get("spec") instanceof ObjectNode spec) {
            ranges(spec);
        }
        if (node.get("status") instanceof ObjectNode status
                && !status.hasNonNull("allocatable")
                && status.hasNonNull("capacity")) {
            status.set("allocatable", status.get("capacity").deepCopy());
        }
    }

    /** The one range and the list of them say the same; where they do not, the one counts. */
    private static void ranges(ObjectNode spec) {
        String one = Json.textOr(spec, "", "podCIDR");
        String first = spec.path("podCIDRs").path(0).asText("");
        if (!one.isEmpty() && !one.equals(first)) {
            spec.putArray("podCIDRs").add(one);
        } else if (one.isEmpty() && !first.isEmpty()) {
            spec.put("podCIDR", first);
        }
    }
}
