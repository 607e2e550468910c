package io.kubejar.server.kinds.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.IpRules;
import java.util.ArrayList;
import java.util.List;

/** What a client is warned of about a service. Upstream: GetWarningsForService, pkg/api/service/warnings.go, v1.36. */
public final class ServiceWarnings {
    private static final String HINTS = "service.kubernetes.io/topology-aware-hints";

    private ServiceWarnings() {}

    /** The warnings, in their order. */
    public static List<String> of(ObjectNode service) {
        JsonNode spec = service.path("spec");
        List<String> out = new ArrayList<>();
        if (service.path("metadata").path("annotations").has(HINTS)) {
            out.add("annotation " + HINTS + " is deprecated, please use service.kubernetes.io/topology-mode instead");
        }
        String address = Json.textOr(spec, "", "clusterIP");
        if (!address.isEmpty() && !address.equals("None")) {
            addresses(spec, "clusterIPs", out);
        }
        boolean headless = ServiceTraits.type(spec).equals("ClusterIP") && address.equals("None");
        boolean outside = !spec.path("externalIPs").isEmpty();
        String balancer = Json.textOr(spec, "", "loadBalancerIP");
        if (headless) {
            add(!balancer.isEmpty(), "spec.loadBalancerIP is ignored for headless services", out);
            add(outside, "spec.externalIPs is ignored for headless services", out);
            boolean sticky = !Json.textOr(spec, "", "sessionAffinity").equals("None");
            add(sticky, "spec.SessionAffinity is ignored for headless services", out);
        }
        addresses(spec, "externalIPs", out);
        boolean alias = ServiceTraits.isAlias(spec);
        add(
                outside && !headless && !alias,
                "spec.externalIPs is deprecated and may no longer be implemented in some clusters",
                out);
        out.addAll(IpRules.warnings(balancer, "spec.loadBalancerIP"));
        List<String> ranges = Json.strings(spec.path("loadBalancerSourceRanges"));
        for (int i = 0; i < ranges.size(); i++) {
            out.addAll(IpRules.rangeWarnings(ranges.get(i), "spec.loadBalancerSourceRanges[" + i + "]"));
        }
        add(outside && alias, "spec.externalIPs is ignored when spec.type is \"ExternalName\"", out);
        boolean named = !Json.textOr(spec, "", "externalName").isEmpty();
        add(named && !alias, "spec.externalName is ignored when spec.type is not \"ExternalName\"", out);
        if ("PreferClose".equals(Json.text(spec, "trafficDistribution"))) {
            out.add("spec.trafficDistribution: " + FieldErrors.quote("PreferClose") + " is deprecated; use "
                    + FieldErrors.quote("PreferSameZone"));
        }
        return out;
    }

    private static void add(boolean applies, String warning, List<String> out) {
        if (applies) {
            out.add(warning);
        }
    }

    private static void addresses(JsonNode spec, String field, List<String> out) {
        List<String> all = Json.strings(spec.path(field));
        for (int i = 0; i < all.size(); i++) {
            out.addAll(IpRules.warnings(all.get(i), "spec." + field + "[" + i + "]"));
        }
    }
}
