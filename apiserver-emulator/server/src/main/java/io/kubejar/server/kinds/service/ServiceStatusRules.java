package io.kubejar.server.kinds.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.IpAddress;
import io.kubejar.server.validation.IpRules;
import java.util.ArrayList;
import java.util.List;

/** The rules of a service's status. Upstream: ValidateLoadBalancerStatus, pkg/apis/core/validation, v1.36. */
public final class ServiceStatusRules {
    private static final String PATH = "status.loadBalancer.ingress";

    private ServiceStatusRules() {}

    /** Checks a changed status. */
    public static void validate(ObjectNode service, ObjectNode old, FieldErrors errors) {
        JsonNode ingress = ingress(service);
        if (!ServiceTraits.isBalanced(service.path("spec"))) {
            if (!ingress.isEmpty()) {
                errors.forbidden(PATH, "may only be used when `spec.type` is 'LoadBalancer'");
            }
            return;
        }
        List<String> known = new ArrayList<>();
        ingress(old).forEach(one -> known.add(Json.textOr(one, "", "ip")));
        known.removeIf(String::isEmpty);
        for (int i = 0; i < ingress.size(); i++) {
            one(ingress.get(i), known, PATH + "[" + i + "]", errors);
        }
    }

    private static JsonNode ingress(ObjectNode service) {
        return service.path("status").path("loadBalancer").path("ingress");
    }

    private static void one(JsonNode ingress, List<String> known, String path, FieldErrors errors) {
        String ip = Json.textOr(ingress, "", "ip");
        if (!ip.isEmpty()) {
            IpRules.legacy(ip, path + ".ip", known, errors);
        }
        if (!ingress.hasNonNull("ipMode")) {
            if (!ip.isEmpty()) {
                errors.required(path + ".ipMode", "must be specified when `ip` is set");
            }
        } else if (ip.isEmpty()) {
            errors.forbidden(path + ".ipMode", "may not be specified when `ip` is not set");
        } else {
            String mode = ingress.get("ipMode").asText();
            if (!mode.equals("Proxy") && !mode.equals("VIP")) {
                errors.unsupported(path + ".ipMode", mode, "Proxy", "VIP");
            }
        }
        String host = Json.textOr(ingress, "", "hostname");
        if (!host.isEmpty()) {
            Checks.subdomain(host, path + ".hostname", errors);
            if (IpAddress.parse(host) != null) {
                errors.invalid(path + ".hostname", host, "must be a DNS name, not an IP address");
            }
        }
    }
}
