package io.kubejar.server.kinds.network;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.Names;
import java.util.List;

/**
 * The rules of the paths of an Ingress and of what is behind them. Upstream: validateHTTPIngressRuleValue,
 * validateHTTPIngressPath and validateIngressBackend, pkg/apis/networking/validation/validation.go, v1.36.
 */
final class IngressBackendRules {
    private static final List<String> NOT_WITHIN = List.of("//", "/./", "/../", "%2f", "%2F");
    private static final List<String> NOT_AT_THE_END = List.of("/..", "/.");

    private IngressBackendRules() {}

    /** The paths of a rule; a name of a Service may begin with a digit or not. */
    static void paths(JsonNode http, boolean digits, String path, FieldErrors errors) {
        JsonNode paths = http.path("paths");
        if (paths.isEmpty()) {
            errors.required(path + ".paths", "");
        }
        for (int i = 0; i < paths.size(); i++) {
            path(paths.get(i), digits, path + ".paths[" + i + "]", errors);
        }
    }

    private static void path(JsonNode one, boolean digits, String path, FieldErrors errors) {
        if (!one.hasNonNull("pathType")) {
            errors.required(path + ".pathType", "pathType must be specified");
            return;
        }
        String type = one.get("pathType").asText();
        String asked = Json.textOr(one, "", "path");
        switch (type) {
            case "Exact", "Prefix" -> plain(asked, path + ".path", errors);
            case "ImplementationSpecific" -> {
                if (!asked.isEmpty()) {
                    absolute(asked, path + ".path", errors);
                }
            }
            default -> errors.unsupported(path + ".pathType", type, "Exact", "ImplementationSpecific", "Prefix");
        }
        backend(one.path("backend"), digits, path + ".backend", errors);
    }

    private static void plain(String asked, String path, FieldErrors errors) {
        absolute(asked, path, errors);
        NOT_WITHIN.stream()
                .filter(asked::contains)
                .forEach(part -> errors.invalid(path, asked, "must not contain '" + part + "'"));
        NOT_AT_THE_END.stream()
                .filter(asked::endsWith)
                .forEach(end -> errors.invalid(path, asked, "cannot end with '" + end + "'"));
    }

    private static void absolute(String asked, String path, FieldErrors errors) {
        if (!asked.startsWith("/")) {
            errors.invalid(path, asked, "must be an absolute path");
        }
    }

    /** What is behind a path, or behind all that no path is for. */
    static void backend(JsonNode backend, boolean digits, String path, FieldErrors errors) {
        JsonNode service = backend.path("service");
        JsonNode resource = backend.path("resource");
        if (service.isObject() && resource.isObject()) {
            errors.invalid(path, "", "cannot set both resource and service backends");
        } else if (resource.isObject()) {
            ReferenceRules.object(resource, path + ".resource", errors);
        } else if (service.isObject()) {
            name(Json.textOr(service, "", "name"), digits, path + ".service.name", errors);
            port(service.path("port"), path, errors);
        } else {
            errors.invalid(path, "", "resource or service backend is required");
        }
    }

    private static void name(String name, boolean digits, String path, FieldErrors errors) {
        if (name.isEmpty()) {
            errors.required(path, "");
        } else {
            List<String> wrong = digits ? Names.label(name) : Names.label1035(name);
            wrong.forEach(w -> errors.invalid(path, name, w));
        }
    }

    private static void port(JsonNode port, String path, FieldErrors errors) {
        String name = Json.textOr(port, "", "name");
        long number = Json.number(port, 0, "number");
        if (!name.isEmpty() && number != 0) {
            errors.invalid(path, "", "cannot set both port name & port number");
        } else if (!name.isEmpty()) {
            Checks.portName(name).forEach(w -> errors.invalid(path + ".service.port.name", name, w));
        } else if (number != 0) {
            Checks.portNumber(number, path + ".service.port.number", errors);
        } else {
            errors.required(path, "port name or number is required");
        }
    }
}
