package io.kubejar.server.kinds.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import java.util.HashSet;
import java.util.Set;

/** The rules of a service's ports. Upstream: validateServicePort and validateService, pkg/apis/core/validation, v1.36. */
final class ServicePortRules {
    private static final String[] PROTOCOLS = {"SCTP", "TCP", "UDP"};

    private ServicePortRules() {}

    /** Checks every port by itself; several must have names. */
    static void each(JsonNode ports, FieldErrors errors) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            port(ports.get(i), ports.size() > 1, names, "spec.ports[" + i + "]", errors);
        }
    }

    private static void port(JsonNode port, boolean named, Set<String> names, String path, FieldErrors errors) {
        String name = Json.textOr(port, "", "name");
        if (!name.isEmpty()) {
            Checks.label(name, path + ".name", errors);
            if (!names.add(name)) {
                errors.duplicate(path + ".name", name);
            }
        } else if (named) {
            errors.required(path + ".name", "");
        }
        Checks.portNumber(Json.number(port, 0, "port"), path + ".port", errors);
        Checks.oneOf(port, "protocol", path, errors, PROTOCOLS);
        Checks.portNumberOrName(port.path("targetPort"), path + ".targetPort", errors);
        if (port.hasNonNull("appProtocol")) {
            Checks.qualified(port.get("appProtocol").asText(), path + ".appProtocol", errors);
        }
    }

    /** Checks what ports may not have in common, and what their service's type forbids. */
    static void together(JsonNode spec, FieldErrors errors) {
        JsonNode ports = spec.path("ports");
        boolean inside = ServiceTraits.type(spec).equals("ClusterIP");
        for (int i = 0; inside && i < ports.size(); i++) {
            if (Json.number(ports.get(i), 0, "nodePort") != 0) {
                errors.forbidden("spec.ports[" + i + "].nodePort", "may not be used when `type` is 'ClusterIP'");
            }
        }
        Set<String> nodePorts = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            long number = Json.number(ports.get(i), 0, "nodePort");
            if (number != 0 && !nodePorts.add(protocol(ports.get(i)) + number)) {
                errors.duplicateShown("spec.ports[" + i + "].nodePort", Long.toString(number), "");
            }
        }
        Set<String> numbers = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            long number = Json.number(ports.get(i), 0, "port");
            if (!numbers.add(protocol(ports.get(i)) + number)) {
                errors.duplicateShown("spec.ports[" + i + "]", Json.string(shown(protocol(ports.get(i)), number)), "");
            }
        }
    }

    private static String protocol(JsonNode port) {
        return Json.textOr(port, "", "protocol");
    }

    /** Upstream shows its internal type with nothing else in it. */
    private static ObjectNode shown(String protocol, long port) {
        return Json.object()
                .put("Name", "")
                .put("Protocol", protocol)
                .putNull("AppProtocol")
                .put("Port", port)
                .put("TargetPort", 0)
                .put("NodePort", 0);
    }
}
