package io.kubejar.server.kinds.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a client need not repeat: what was given out to its service stays, and the one cluster address goes with the list
 * of them. Upstream: patchAllocatedValues and normalizeClusterIPs, pkg/registry/core/service/storage/storage.go, v1.36.
 */
public final class ServiceCarryOver {
    private static final String IP = "clusterIP";
    private static final String IPS = "clusterIPs";

    private ServiceCarryOver() {}

    /** The address that a new service asks for is also its list. */
    public static void create(ObjectNode spec) {
        String ip = Json.textOr(spec, "", IP);
        if (!ip.isEmpty() && spec.path(IPS).isEmpty()) {
            spec.putArray(IPS).add(ip);
        }
    }

    /** What the service had, where the new state does not say otherwise. */
    public static void update(ObjectNode spec, JsonNode before) {
        if (!ServiceTraits.isAlias(before) && !ServiceTraits.isAlias(spec)) {
            if (Json.textOr(spec, "", IP).isEmpty()) {
                take(spec, before, IP);
            }
            if (spec.path(IPS).isEmpty()) {
                take(spec, before, IPS);
            }
        }
        if (ServiceTraits.wantsNodePorts(before) && ServiceTraits.wantsNodePorts(spec)) {
            nodePorts(spec, before);
        }
        if (ServiceTraits.needsHealthCheck(before)
                && ServiceTraits.needsHealthCheck(spec)
                && Json.number(spec, 0, "healthCheckNodePort") == 0) {
            take(spec, before, "healthCheckNodePort");
        }
        addresses(spec, before);
    }

    private static void take(ObjectNode spec, JsonNode before, String field) {
        if (before.hasNonNull(field)) {
            spec.set(field, before.get(field).deepCopy());
        }
    }

    /** A port without a number gets that of the port of its name, unless another one has taken that. */
    private static void nodePorts(ObjectNode spec, JsonNode before) {
        Set<Long> used = new HashSet<>();
        spec.path("ports").forEach(port -> used.add(Json.number(port, 0, "nodePort")));
        Map<String, Long> known = new HashMap<>();
        before.path("ports")
                .forEach(port -> known.put(Json.textOr(port, "", "name"), Json.number(port, 0, "nodePort")));
        for (JsonNode port : spec.path("ports")) {
            long number = known.getOrDefault(Json.textOr(port, "", "name"), 0L);
            if (Json.number(port, 0, "nodePort") == 0 && number != 0 && !used.contains(number)) {
                ((ObjectNode) port).put("nodePort", number);
            }
        }
    }

    private static void addresses(ObjectNode spec, JsonNode before) {
        String now = Json.textOr(spec, "", IP);
        String old = Json.textOr(before, "", IP);
        if (!before.path(IPS).isEmpty() && spec.path(IPS).isEmpty() && now.equals(old)) {
            take(spec, before, IPS);
        }
        boolean sameList = Json.strings(spec.path(IPS)).equals(Json.strings(before.path(IPS)));
        if (now.equals(old) || !sameList) {
            return;
        }
        if (now.isEmpty()) {
            spec.remove(IPS);
        } else {
            spec.putArray(IPS).add(now);
        }
    }
}
