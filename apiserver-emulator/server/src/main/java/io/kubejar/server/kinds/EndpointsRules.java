package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.IpRules;
import io.kubejar.server.validation.ObjectMetaRules;
import java.util.ArrayList;
import java.util.List;

/** The rules of Endpoints. Upstream: ValidateEndpoints, pkg/apis/core/validation/validation.go, v1.36. */
final class EndpointsRules {
    private static final String[] PROTOCOLS = {"SCTP", "TCP", "UDP"};

    private EndpointsRules() {}

    static void create(ObjectNode endpoints, FieldErrors errors) {
        JsonNode subsets = endpoints.path("subsets");
        for (int i = 0; i < subsets.size(); i++) {
            subset(subsets.get(i), "subsets[" + i + "]", errors);
        }
    }

    /** What was there before may stay as it was. */
    static void update(ObjectNode endpoints, ObjectNode old, FieldErrors errors) {
        ObjectMetaRules.again(endpoints, errors);
        if (!Checks.same(endpoints.path("subsets"), old.path("subsets"))) {
            create(endpoints, errors);
        }
    }

    private static void subset(JsonNode subset, String path, FieldErrors errors) {
        if (subset.path("addresses").isEmpty()
                && subset.path("notReadyAddresses").isEmpty()) {
            errors.required(path, "must specify `addresses` or `notReadyAddresses`");
        }
        for (String list : List.of("addresses", "notReadyAddresses")) {
            for (int i = 0; i < subset.path(list).size(); i++) {
                address(subset.path(list).get(i), path + "." + list + "[" + i + "]", errors);
            }
        }
        JsonNode ports = subset.path("ports");
        for (int i = 0; i < ports.size(); i++) {
            port(ports.get(i), ports.size() > 1, path + ".ports[" + i + "]", errors);
        }
    }

    private static void address(JsonNode address, String path, FieldErrors errors) {
        String ip = Json.textOr(address, "", "ip");
        IpRules.legacy(ip, path + ".ip", List.of(), errors);
        String host = Json.textOr(address, "", "hostname");
        if (!host.isEmpty()) {
            Checks.label(host, path + ".hostname", errors);
        }
        if (address.hasNonNull("nodeName")) {
            Checks.subdomain(address.get("nodeName").asText(), path + ".nodeName", errors);
        }
        IpRules.endpoint(ip, path + ".ip", errors);
    }

    private static void port(JsonNode port, boolean named, String path, FieldErrors errors) {
        String name = Json.textOr(port, "", "name");
        if (!name.isEmpty()) {
            Checks.label(name, path + ".name", errors);
        } else if (named) {
            errors.required(path + ".name", "");
        }
        Checks.portNumber(Json.number(port, 0, "port"), path + ".port", errors);
        Checks.oneOf(port, "protocol", path, errors, PROTOCOLS);
        if (port.hasNonNull("appProtocol")) {
            Checks.qualified(port.get("appProtocol").asText(), path + ".appProtocol", errors);
        }
    }

    /** Upstream: endpointsWarnings, pkg/registry/core/endpoint/strategy.go. */
    static List<String> warnings(ObjectNode endpoints) {
        List<String> out = new ArrayList<>();
        String by = Json.textOr(endpoints, "", "metadata", "labels", "endpoints.kubernetes.io/managed-by");
        JsonNode subsets = by.equals("endpoint-controller") ? Json.array() : endpoints.path("subsets");
        for (int s = 0; s < subsets.size(); s++) {
            for (String list : List.of("addresses", "notReadyAddresses")) {
                JsonNode addresses = subsets.get(s).path(list);
                for (int i = 0; i < addresses.size(); i++) {
                    String path = "subsets[" + s + "]." + list + "[" + i + "].ip";
                    out.addAll(IpRules.warnings(Json.textOr(addresses.get(i), "", "ip"), path));
                }
            }
        }
        return out;
    }
}
