package io.kubejar.server.kinds.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.IpRules;
import io.kubejar.server.validation.ObjectMetaRules;
import java.util.List;

/** The rules of a service. Upstream: validateService, pkg/apis/core/validation/validation.go, v1.36. */
public final class ServiceRules {
    private static final String RANGES = "service.beta.kubernetes.io/load-balancer-source-ranges";
    private static final String HINTS = "service.kubernetes.io/topology-aware-hints";
    private static final String MODE = "service.kubernetes.io/topology-mode";
    private static final String ONLY_BALANCED = "may only be used when `type` is 'LoadBalancer'";
    private static final long AFFINITY_SECONDS_MAX = 86_400;

    private ServiceRules() {}

    /** Checks a new service. */
    public static void create(ObjectNode service, FieldErrors errors) {
        validate(service, Json.object(), errors);
    }

    /** Checks a changed service. */
    public static void update(ObjectNode service, ObjectNode old, FieldErrors errors) {
        ServiceChangeRules.validate(service.path("spec"), old.path("spec"), errors);
        validate(service, old, errors);
    }

    private static void validate(ObjectNode service, ObjectNode old, FieldErrors errors) {
        JsonNode spec = service.path("spec");
        topology(service.path("metadata").path("annotations"), errors);
        if (spec.path("ports").isEmpty() && !ServiceTraits.isHeadless(spec) && !ServiceTraits.isAlias(spec)) {
            errors.required("spec.ports", "");
        }
        ofType(spec, errors);
        ServicePortRules.each(spec.path("ports"), errors);
        ObjectMetaRules.labels(spec.path("selector"), "spec.selector", errors);
        affinity(spec, errors);
        ServiceAddressRules.related(spec, old.path("spec"), errors);
        externalAddresses(spec, old.path("spec"), errors);
        Checks.oneOf(spec, "type", "spec", errors, "ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
        ServicePortRules.together(spec, errors);
        sourceRanges(service, old, errors);
        balancer(spec, errors);
        external(spec, errors);
        internal(spec, errors);
    }

    private static void topology(JsonNode annotations, FieldErrors errors) {
        if (annotations.has(HINTS)
                && annotations.has(MODE)
                && !annotations.get(HINTS).equals(annotations.get(MODE))) {
            errors.invalid(
                    "metadata.annotations[" + MODE + "]",
                    annotations.get(MODE).asText(),
                    "must match annotations[" + HINTS + "] when both are specified");
        }
    }

    private static void ofType(JsonNode spec, FieldErrors errors) {
        if (ServiceTraits.hasNodePorts(spec) && ServiceTraits.isHeadless(spec)) {
            errors.invalid(
                    "spec.clusterIPs[0]",
                    "None",
                    "may not be set to 'None' for " + ServiceTraits.type(spec) + " services");
        }
        if (!ServiceTraits.isAlias(spec)) {
            return;
        }
        for (String field : List.of("clusterIPs", "ipFamilies", "ipFamilyPolicy")) {
            if (!spec.path(field).isEmpty() || spec.path(field).isTextual()) {
                errors.forbidden("spec." + field, "may not be set for ExternalName services");
            }
        }
        String name = Json.textOr(spec, "", "externalName").replaceFirst("\\.$", "");
        if (name.isEmpty()) {
            errors.required("spec.externalName", "");
        } else {
            Checks.subdomain(name, "spec.externalName", errors);
        }
    }

    private static void affinity(JsonNode spec, FieldErrors errors) {
        Checks.oneOf(spec, "sessionAffinity", "spec", errors, "ClientIP", "None");
        JsonNode config = spec.path("sessionAffinityConfig");
        String path = "spec.sessionAffinityConfig";
        String kind = Json.textOr(spec, "", "sessionAffinity");
        if (kind.equals("None") && config.isObject()) {
            errors.forbidden(path, "must not be set when session affinity is None");
        }
        if (!kind.equals("ClientIP")) {
            return;
        }
        JsonNode seconds = config.path("clientIP").path("timeoutSeconds");
        String detail = "when session affinity type is ClientIP";
        if (!config.isObject()) {
            errors.required(path, detail);
        } else if (!config.path("clientIP").isObject()) {
            errors.required(path + ".clientIP", detail);
        } else if (!seconds.isNumber()) {
            errors.required(path + ".clientIP.timeoutSeconds", detail);
        } else if (seconds.longValue() <= 0 || seconds.longValue() > AFFINITY_SECONDS_MAX) {
            errors.invalid(
                    path + ".clientIP.timeoutSeconds",
                    seconds,
                    "must be greater than 0 and less than " + AFFINITY_SECONDS_MAX);
        }
    }

    private static void externalAddresses(JsonNode spec, JsonNode before, FieldErrors errors) {
        List<String> known = Json.strings(before.path("externalIPs"));
        List<String> addresses = Json.strings(spec.path("externalIPs"));
        for (int i = 0; i < addresses.size(); i++) {
            String path = "spec.externalIPs[" + i + "]";
            if (IpRules.legacy(addresses.get(i), path, known, errors)) {
                IpRules.endpoint(addresses.get(i), path, errors);
            }
        }
    }

    /** The ranges stand in the spec or, as of old, in an annotation. */
    private static void sourceRanges(ObjectNode service, ObjectNode old, FieldErrors errors) {
        JsonNode spec = service.path("spec");
        List<String> ranges = stripped(spec);
        String annotation = Json.text(service, "metadata", "annotations", RANGES);
        if (!ranges.isEmpty()) {
            String path = "spec.LoadBalancerSourceRanges";
            requireBalanced(spec, path, errors);
            List<String> known = stripped(old.path("spec"));
            for (int i = 0; i < ranges.size(); i++) {
                IpRules.range(ranges.get(i), path + "[" + i + "]", known, errors);
            }
        } else if (annotation != null) {
            String path = "metadata.annotations[" + RANGES + "]";
            requireBalanced(spec, path, errors);
            boolean same = annotation.equals(Json.text(old, "metadata", "annotations", RANGES));
            if (!same && !annotation.isBlank()) {
                for (String range : annotation.split(",", -1)) {
                    IpRules.range(range.strip(), path, List.of(), errors);
                }
            }
        }
    }

    private static List<String> stripped(JsonNode spec) {
        return Json.strings(spec.path("loadBalancerSourceRanges")).stream()
                .map(String::strip)
                .toList();
    }

    private static void requireBalanced(JsonNode spec, String path, FieldErrors errors) {
        if (!ServiceTraits.isBalanced(spec)) {
            errors.forbidden(path, ONLY_BALANCED);
        }
    }

    private static void balancer(JsonNode spec, FieldErrors errors) {
        boolean allocates = spec.hasNonNull("allocateLoadBalancerNodePorts");
        if (allocates) {
            requireBalanced(spec, "spec.allocateLoadBalancerNodePorts", errors);
        } else if (ServiceTraits.isBalanced(spec)) {
            errors.required("allocateLoadBalancerNodePorts", "");
        }
        balancerClass(spec, errors);
    }

    /** Upstream: validateLoadBalancerClassField. */
    static void balancerClass(JsonNode spec, FieldErrors errors) {
        if (!spec.hasNonNull("loadBalancerClass")) {
            return;
        }
        if (ServiceTraits.isBalanced(spec)) {
            Checks.qualified(spec.get("loadBalancerClass").asText(), "spec.loadBalancerClass", errors);
        } else {
            errors.forbidden("spec.loadBalancerClass", ONLY_BALANCED);
        }
    }

    /** Upstream: validateServiceExternalTrafficPolicy. */
    private static void external(JsonNode spec, FieldErrors errors) {
        String policy = Json.textOr(spec, "", "externalTrafficPolicy");
        if (ServiceTraits.isExternal(spec)) {
            Checks.oneOf(spec, "externalTrafficPolicy", "spec", errors, "Cluster", "Local");
        } else if (!policy.isEmpty()) {
            errors.invalid("spec.externalTrafficPolicy", policy, "may only be set for externally-accessible services");
        }
        long port = Json.number(spec, 0, "healthCheckNodePort");
        String path = "spec.healthCheckNodePort";
        if (ServiceTraits.needsHealthCheck(spec)) {
            if (port == 0) {
                errors.required(path, "");
            } else {
                Checks.portNumber(port, path, errors);
            }
        } else if (port != 0) {
            errors.invalid(
                    path, port, "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
        }
    }

    private static void internal(JsonNode spec, FieldErrors errors) {
        boolean asked =
                ServiceTraits.hasNodePorts(spec) || ServiceTraits.type(spec).equals("ClusterIP");
        if (spec.hasNonNull("internalTrafficPolicy")) {
            supported(spec, "internalTrafficPolicy", errors, "Cluster", "Local");
        } else if (asked) {
            errors.required("spec.internalTrafficPolicy", "");
        }
        if (spec.hasNonNull("trafficDistribution")) {
            supported(spec, "trafficDistribution", errors, "PreferClose", "PreferSameZone", "PreferSameNode");
        }
    }

    private static void supported(JsonNode spec, String field, FieldErrors errors, String... known) {
        String value = spec.get(field).asText();
        if (!List.of(known).contains(value)) {
            errors.unsupported("spec." + field, value, known);
        }
    }
}
