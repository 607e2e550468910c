package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.IpRules;
import io.kubejar.server.validation.Names;
import io.kubejar.server.validation.ObjectMetaRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules of an EndpointSlice. Upstream: ValidateEndpointSlice, pkg/apis/discovery/validation/validation.go, v1.36. */
final class EndpointSliceRules {
    private static final int ENDPOINTS_MAX = 1000;
    private static final int ADDRESSES_MAX = 100;
    private static final int PORTS_MAX = 20_000;
    private static final int TOPOLOGY_MAX = 16;
    private static final int HINTS_MAX = 8;
    private static final Set<String> CONTROLLERS =
            Set.of("endpointslice-controller.k8s.io", "endpointslicemirroring-controller.k8s.io");

    private EndpointSliceRules() {}

    static void create(ObjectNode slice, FieldErrors errors) {
        typeAndPorts(slice, errors);
        endpoints(slice, errors);
    }

    /** What was there before may stay as it was. */
    static void update(ObjectNode slice, ObjectNode old, FieldErrors errors) {
        ObjectMetaRules.again(slice, errors);
        typeAndPorts(slice, errors);
        if (!Checks.same(slice.path("endpoints"), old.path("endpoints"))) {
            endpoints(slice, errors);
        }
        Checks.immutable(slice, old, "addressType", "", errors);
    }

    private static void typeAndPorts(ObjectNode slice, FieldErrors errors) {
        String type = Json.textOr(slice, "", "addressType");
        if (type.isEmpty()) {
            errors.required("addressType", "");
        } else if (!List.of("FQDN", "IPv4", "IPv6").contains(type)) {
            errors.unsupported("addressType", type, "FQDN", "IPv4", "IPv6");
        }
        JsonNode ports = slice.path("ports");
        if (ports.size() > PORTS_MAX) {
            errors.tooMany("ports", ports.size(), PORTS_MAX);
            return;
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            port(ports.get(i), names, "ports[" + i + "]", errors);
        }
    }

    private static void port(JsonNode port, Set<String> names, String path, FieldErrors errors) {
        String name = Json.textOr(port, "", "name");
        if (!name.isEmpty()) {
            Checks.label(name, path + ".name", errors);
        }
        if (!names.add(name)) {
            errors.duplicate(path + ".name", name);
        }
        Checks.oneOf(port, "protocol", path, errors, "SCTP", "TCP", "UDP");
        if (port.hasNonNull("appProtocol")) {
            Checks.qualified(port.get("appProtocol").asText(), path + ".appProtocol", errors);
        }
    }

    private static void endpoints(ObjectNode slice, FieldErrors errors) {
        JsonNode endpoints = slice.path("endpoints");
        if (endpoints.size() > ENDPOINTS_MAX) {
            errors.tooMany("endpoints", endpoints.size(), ENDPOINTS_MAX);
            return;
        }
        String type = Json.textOr(slice, "", "addressType");
        for (int i = 0; i < endpoints.size(); i++) {
            endpoint(endpoints.get(i), type, "endpoints[" + i + "]", errors);
        }
    }

    private static void endpoint(JsonNode endpoint, String type, String path, FieldErrors errors) {
        List<String> addresses = Json.strings(endpoint.path("addresses"));
        if (addresses.isEmpty()) {
            errors.required(path + ".addresses", "must contain at least 1 address");
        } else if (addresses.size() > ADDRESSES_MAX) {
            errors.tooMany(path + ".addresses", addresses.size(), ADDRESSES_MAX);
        }
        for (int i = 0; i < addresses.size(); i++) {
            address(addresses.get(i), type, path + ".addresses", i, errors);
        }
        if (endpoint.hasNonNull("nodeName")) {
            Checks.subdomain(endpoint.get("nodeName").asText(), path + ".nodeName", errors);
        }
        JsonNode topology = endpoint.path("deprecatedTopology");
        if (topology.size() > TOPOLOGY_MAX) {
            errors.tooMany(path + ".deprecatedTopology", topology.size(), TOPOLOGY_MAX);
        }
        ObjectMetaRules.labels(topology, path + ".deprecatedTopology", errors);
        if (endpoint.hasNonNull("hostname")) {
            Checks.label(endpoint.get("hostname").asText(), path + ".hostname", errors);
        }
        if (hints(endpoint.path("hints"), "forZones", path, errors)) {
            hints(endpoint.path("hints"), "forNodes", path, errors);
        }
    }

    private static void address(String address, String type, String path, int index, FieldErrors errors) {
        String at = path + "[" + index + "]";
        switch (type) {
            case "IPv4" -> {
                if (IpRules.legacy(address, at, List.of(), errors)) {
                    family(address, true, path, errors);
                    IpRules.endpoint(address, at, errors);
                }
            }
            case "IPv6" -> {
                if (IpRules.strict(address, at, errors)) {
                    family(address, false, path, errors);
                    IpRules.endpoint(address, at, errors);
                }
            }
            case "FQDN" -> fullName(address, at, errors);
            default -> {}
        }
    }

    private static void family(String address, boolean four, String path, FieldErrors errors) {
        if (!Boolean.valueOf(four).equals(IpRules.isV4(address))) {
            errors.invalid(path, address, "must be an " + (four ? "IPv4" : "IPv6") + " address");
        }
    }

    /** Upstream: IsFullyQualifiedDomainName, apimachinery/pkg/util/validation. */
    private static void fullName(String address, String path, FieldErrors errors) {
        if (address.isEmpty()) {
            errors.required(path, "");
            return;
        }
        String name = address.endsWith(".") ? address.substring(0, address.length() - 1) : address;
        List<String> wrong = Names.subdomain(name);
        if (!wrong.isEmpty()) {
            errors.invalid(path, name, String.join(",", wrong));
            return;
        }
        String[] labels = name.split("\\.", -1);
        if (labels.length < 2) {
            errors.invalid(path, name, "should be a domain with at least two segments separated by dots");
            return;
        }
        for (String label : labels) {
            List<String> wrongLabel = Names.label(label);
            if (!wrongLabel.isEmpty()) {
                errors.invalid(path, label, String.join(",", wrongLabel));
                return;
            }
        }
    }

    /** Gives whether the other hints are worth a look. */
    private static boolean hints(JsonNode hints, String list, String path, FieldErrors errors) {
        JsonNode items = hints.path(list);
        String at = path + ".hints." + list;
        if (items.size() > HINTS_MAX) {
            errors.tooMany(at, items.size(), HINTS_MAX);
            return false;
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            String name = Json.textOr(items.get(i), "", "name");
            String where = at + "[" + i + "].name";
            if (!names.add(name)) {
                errors.duplicate(where, name);
            }
            List<String> wrong = list.equals("forZones") ? Names.labelValue(name) : Names.subdomain(name);
            wrong.forEach(w -> errors.invalid(where, name, w));
        }
        return true;
    }

    /** Upstream: warnOnBadIPs, pkg/registry/discovery/endpointslice/strategy.go. */
    static List<String> warnings(ObjectNode slice) {
        List<String> out = new ArrayList<>();
        String by = Json.textOr(slice, "", "metadata", "labels", "endpointslice.kubernetes.io/managed-by");
        JsonNode endpoints = CONTROLLERS.contains(by) ? Json.array() : slice.path("endpoints");
        for (int e = 0; e < endpoints.size(); e++) {
            List<String> addresses = Json.strings(endpoints.get(e).path("addresses"));
            for (int i = 0; i < addresses.size(); i++) {
                out.addAll(IpRules.warnings(addresses.get(i), "endpoints[" + e + "].addresses[" + i + "]"));
            }
        }
        return out;
    }
}
