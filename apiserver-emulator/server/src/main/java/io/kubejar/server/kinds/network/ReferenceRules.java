package io.kubejar.server.kinds.network;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.Names;

/**
 * The rules of a reference to an object of any kind. Upstream: validateIngressTypedLocalObjectReference and
 * validateIngressClassParametersReference, pkg/apis/networking/validation/validation.go, v1.36.
 */
final class ReferenceRules {
    private ReferenceRules() {}

    /** Group, kind and name. */
    static void object(JsonNode reference, String path, FieldErrors errors) {
        if (reference.hasNonNull("apiGroup")) {
            Checks.subdomain(reference.get("apiGroup").asText(), path + ".apiGroup", errors);
        }
        segment(reference, "kind", path, errors);
        segment(reference, "name", path, errors);
    }

    private static void segment(JsonNode reference, String field, String path, FieldErrors errors) {
        String value = Json.textOr(reference, "", field);
        if (value.isEmpty()) {
            errors.required(path + "." + field, "");
        } else {
            Names.pathSegment(value).forEach(w -> errors.invalid(path + "." + field, value, w));
        }
    }

    /** The same for one that may lead into a namespace. */
    static void parameters(JsonNode reference, String path, FieldErrors errors) {
        object(reference, path, errors);
        if (!reference.hasNonNull("scope")) {
            errors.required(path + ".scope", "");
            return;
        }
        String scope = reference.get("scope").asText();
        boolean placed = reference.hasNonNull("namespace");
        switch (scope) {
            case "Namespace" -> {
                if (placed) {
                    Checks.label(reference.get("namespace").asText(), path + ".namespace", errors);
                } else {
                    errors.required(path + ".namespace", "`parameters.scope` is set to 'Namespace'");
                }
            }
            case "Cluster" -> {
                if (placed) {
                    errors.forbidden(path + ".namespace", "`parameters.scope` is set to 'Cluster'");
                }
            }
            default -> errors.unsupported(path + ".scope", scope, "Cluster", "Namespace");
        }
    }
}
