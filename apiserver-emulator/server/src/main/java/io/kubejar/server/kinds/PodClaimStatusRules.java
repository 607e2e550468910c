package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules of what a pod's status says of its resource claims. Upstream: validatePodResourceClaimStatuses and
 * validatePodExtendedResourceClaimStatus, pkg/apis/core/validation/validation.go, v1.36.
 */
final class PodClaimStatusRules {
    private PodClaimStatusRules() {}

    static void validate(JsonNode status, JsonNode spec, FieldErrors errors) {
        Set<String> known = new HashSet<>();
        spec.path("resourceClaims").forEach(claim -> known.add(Json.textOr(claim, "", "name")));
        Set<String> names = new HashSet<>();
        JsonNode statuses = status.path("resourceClaimStatuses");
        for (int i = 0; i < statuses.size(); i++) {
            String at = "status.resourceClaimStatuses[" + i + "]";
            String name = Json.textOr(statuses.get(i), "", "name");
            if (!known.contains(name)) {
                errors.invalid(at + ".name", name, "must match the name of an entry in `spec.resourceClaims`");
            }
            if (!names.add(name)) {
                errors.duplicate(at + ".name", name);
            }
            String claim = Json.text(statuses.get(i), "resourceClaimName");
            if (claim != null) {
                Checks.subdomain(claim, at + ".resourceClaimName", errors);
            }
        }
        if (status.path("extendedResourceClaimStatus").isObject()) {
            extended(status.path("extendedResourceClaimStatus"), spec, "status.extendedResourceClaimStatus", errors);
        }
    }

    private static void extended(JsonNode status, JsonNode spec, String path, FieldErrors errors) {
        JsonNode mappings = status.path("requestMappings");
        if (mappings.isEmpty()) {
            errors.required(path + ".requestMappings", "at least one request mapping is required");
        }
        Set<List<String>> seen = new HashSet<>();
        for (int i = 0; i < mappings.size(); i++) {
            String at = path + ".requestMappings[" + i + "]";
            List<String> mapping = List.of(
                    Json.textOr(mappings.get(i), "", "containerName"),
                    Json.textOr(mappings.get(i), "", "resourceName"),
                    Json.textOr(mappings.get(i), "", "requestName"));
            container(mapping.get(0), mapping.get(1), spec, at, errors);
            Checks.label(mapping.get(2), path + ".requestName", errors);
            if (!seen.add(mapping)) {
                errors.duplicate(at + ".containerName", mapping.get(0));
                errors.duplicate(at + ".resourceName", mapping.get(1));
                errors.duplicate(at + ".requestName", mapping.get(2));
            }
        }
        String claim = Json.textOr(status, "", "resourceClaimName");
        if (claim.isEmpty()) {
            errors.required(path + ".resourceClaimName", "");
        } else {
            Checks.subdomain(claim, path + ".resourceClaimName", errors);
        }
    }

    private static void container(String name, String resource, JsonNode spec, String path, FieldErrors errors) {
        boolean found = false;
        boolean asks = false;
        for (String list : List.of("initContainers", "containers")) {
            for (JsonNode container : spec.path(list)) {
                if (name.equals(Json.textOr(container, "", "name"))) {
                    found = true;
                    asks = container.path("resources").path("requests").has(resource);
                }
            }
        }
        if (!found) {
            errors.invalid(
                    path + ".containerName",
                    name,
                    "must match the name of an entry in spec.initContainers.name or spec.containers.name");
        } else if (!asks) {
            errors.invalid(
                    path + ".resourceName",
                    resource,
                    "must match the extended resource name of an entry in spec.initContainers.resources.requests or"
                            + " spec.containers.resources.requests");
        }
    }
}
