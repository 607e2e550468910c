package io.kubejar.server.kinds.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A service whose type changes loses what does not belong to the new type, unless the client touched just that. Upstream:
 * dropTypeDependentFields, pkg/registry/core/service/strategy.go, v1.36.
 */
public final class ServiceTypeChange {
    private ServiceTypeChange() {}

    /** Drops the fields of the old type. */
    public static void apply(ObjectNode service, JsonNode old) {
        ObjectNode spec = Json.child(service, "spec");
        JsonNode before = old.path("spec");
        if (ServiceTraits.isAlias(spec) && !ServiceTraits.isAlias(before)) {
            addresses(spec, before);
        }
        if (ServiceTraits.hasNodePorts(before)
                && !ServiceTraits.hasNodePorts(spec)
                && nodePorts(before).containsAll(nodePorts(spec))) {
            spec.path("ports").forEach(port -> ((ObjectNode) port).remove("nodePort"));
        }
        if (ServiceTraits.needsHealthCheck(before) && !ServiceTraits.needsHealthCheck(spec)) {
            dropIfSame(spec, before, "healthCheckNodePort");
        }
        if (ServiceTraits.isBalanced(before) && !ServiceTraits.isBalanced(spec)) {
            dropIfSame(spec, before, "allocateLoadBalancerNodePorts");
            dropIfSame(spec, before, "loadBalancerClass");
        }
        if (ServiceTraits.isExternal(before) && !ServiceTraits.isExternal(spec)) {
            dropIfSame(spec, before, "externalTrafficPolicy");
        }
        if (!ServiceTraits.isBalanced(spec) && service.get("status") instanceof ObjectNode status) {
            status.putObject("loadBalancer");
        }
    }

    private static void addresses(ObjectNode spec, JsonNode before) {
        boolean same = List.of("clusterIP", "clusterIPs").stream()
                .allMatch(field -> spec.path(field).equals(before.path(field)));
        if (same) {
            spec.remove(List.of("clusterIP", "clusterIPs"));
        }
        dropIfSame(spec, before, "ipFamilies");
        dropIfSame(spec, before, "ipFamilyPolicy");
    }

    private static void dropIfSame(ObjectNode spec, JsonNode before, String field) {
        if (spec.path(field).equals(before.path(field))) {
            spec.remove(field);
        }
    }

    private static Set<Long> nodePorts(JsonNode spec) {
        Set<Long> out = new HashSet<>();
        for (JsonNode port : spec.path("ports")) {
            long number = Json.number(port, 0, "nodePort");
            if (number != 0) {
                out.add(number);
            }
        }
        return out;
    }
}
