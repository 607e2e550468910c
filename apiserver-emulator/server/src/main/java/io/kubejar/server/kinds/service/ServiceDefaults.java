package io.kubejar.server.kinds.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.kinds.podspec.PodSpecDefaults;

/** What a service's client left out. Upstream: SetDefaults_Service, pkg/apis/core/v1/defaults.go, v1.36. */
public final class ServiceDefaults {
    private static final int AFFINITY_SECONDS = 10_800;

    private ServiceDefaults() {}

    /** Fills it in. */
    public static void fill(ObjectNode service) {
        ObjectNode spec = Json.child(service, "spec");
        PodSpecDefaults.putIfAbsent(spec, "sessionAffinity", "None");
        affinity(spec);
        PodSpecDefaults.putIfAbsent(spec, "type", "ClusterIP");
        spec.path("ports").forEach(port -> port((ObjectNode) port));
        if (ServiceTraits.isExternal(spec)) {
            PodSpecDefaults.putIfAbsent(spec, "externalTrafficPolicy", "Cluster");
        }
        if (ServiceTraits.hasNodePorts(spec) || ServiceTraits.type(spec).equals("ClusterIP")) {
            PodSpecDefaults.putIfAbsent(spec, "internalTrafficPolicy", "Cluster");
        }
        if (ServiceTraits.isBalanced(spec)) {
            if (!spec.hasNonNull("allocateLoadBalancerNodePorts")) {
                spec.put("allocateLoadBalancerNodePorts", true);
            }
            service.path("status").path("loadBalancer").path("ingress").forEach(one -> ingress((ObjectNode) one));
        }
    }

    private static void affinity(ObjectNode spec) {
        String kind = Json.textOr(spec, "", "sessionAffinity");
        if (kind.equals("None")) {
            spec.remove("sessionAffinityConfig");
        } else if (kind.equals("ClientIP")) {
            ObjectNode client = Json.child(Json.child(spec, "sessionAffinityConfig"), "clientIP");
            PodSpecDefaults.putIfAbsentNumber(client, "timeoutSeconds", AFFINITY_SECONDS);
        }
    }

    private static void port(ObjectNode port) {
        PodSpecDefaults.putIfAbsent(port, "protocol", "TCP");
        JsonNode target = port.path("targetPort");
        boolean none = target.isMissingNode()
                || target.isNull()
                || (target.isNumber() && target.intValue() == 0)
                || (target.isTextual() && target.textValue().isEmpty());
        if (none) {
            port.put("targetPort", Json.number(port, 0, "port"));
        }
    }

    private static void ingress(ObjectNode ingress) {
        if (!Json.textOr(ingress, "", "ip").isEmpty() && !ingress.hasNonNull("ipMode")) {
            ingress.put("ipMode", "VIP");
        }
    }
}
