package io.kubejar.server.kinds.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.IpAddress;
import io.kubejar.server.validation.IpRules;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of an Ingress's status. Upstream: ValidateIngressLoadBalancerStatus, pkg/apis/networking/validation, and
 * ingressStatusStrategy.WarningsOnUpdate, pkg/registry/networking/ingress/strategy.go, v1.36.
 */
public final class IngressStatusRules {
    private static final String PATH = "status.loadBalancer.ingress";

    private IngressStatusRules() {}

    /** Checks a changed status; addresses that were there before may stay. */
    public static void validate(ObjectNode ingress, ObjectNode old, FieldErrors errors) {
        List<String> known = new ArrayList<>();
        points(old).forEach(one -> known.add(Json.textOr(one, "", "ip")));
        JsonNode points = points(ingress);
        for (int i = 0; i < points.size(); i++) {
            String path = PATH + "[" + i + "]";
            String ip = Json.textOr(points.get(i), "", "ip");
            if (!ip.isEmpty()) {
                IpRules.legacy(ip, path + ".ip", known, errors);
            }
            hostname(Json.textOr(points.get(i), "", "hostname"), path + ".hostname", errors);
        }
    }

    private static JsonNode points(ObjectNode ingress) {
        return Json.at(ingress, "status", "loadBalancer", "ingress");
    }

    private static void hostname(String host, String path, FieldErrors errors) {
        if (host.isEmpty()) {
            return;
        }
        Checks.subdomain(host, path, errors);
        if (IpAddress.parse(host) != null) {
            errors.invalid(path, host, "must be a DNS name, not an IP address");
        }
    }

    /** Warnings about addresses that are well but not in their usual form. */
    public static List<String> warnings(ObjectNode ingress) {
        List<String> out = new ArrayList<>();
        JsonNode points = points(ingress);
        for (int i = 0; i < points.size(); i++) {
            out.addAll(IpRules.warnings(Json.textOr(points.get(i), "", "ip"), PATH + "[" + i + "]"));
        }
        return out;
    }
}
