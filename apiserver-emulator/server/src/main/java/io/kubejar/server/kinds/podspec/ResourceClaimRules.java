package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.InternalForm;
import java.util.HashSet;
import java.util.Set;

/**
 * The rules of a pod's resource claims and of what containers take of them. Upstream: validatePodResourceClaims and
 * validateResourceClaimNames, pkg/apis/core/validation/validation.go, v1.36.
 */
final class ResourceClaimRules {
    private static final String MIRROR = "kubernetes.io/config.mirror";

    private ResourceClaimRules() {}

    /** Checks a pod's claims. */
    static void ofPod(JsonNode claims, JsonNode metadata, String path, FieldErrors errors) {
        boolean mirror = metadata.path("annotations").has(MIRROR);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < claims.size(); i++) {
            if (mirror) {
                errors.forbidden("", "static pods do not support resource claims");
            } else {
                ofPod(claims.get(i), names, path + "[" + i + "]", errors);
            }
        }
    }

    private static void ofPod(JsonNode claim, Set<String> names, String path, FieldErrors errors) {
        String name = Json.textOr(claim, "", "name");
        if (name.isEmpty()) {
            errors.required(path + ".name", "");
        } else if (!names.add(name)) {
            errors.duplicate(path + ".name", name);
        } else {
            Checks.label(name, path + ".name", errors);
        }
        boolean direct = claim.hasNonNull("resourceClaimName");
        boolean template = claim.hasNonNull("resourceClaimTemplateName");
        if (direct == template) {
            errors.invalidShown(
                    path,
                    InternalForm.show("PodResourceClaim", claim),
                    direct
                            ? "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified"
                            : "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`");
        }
        for (String field : new String[] {"resourceClaimName", "resourceClaimTemplateName"}) {
            if (claim.hasNonNull(field)) {
                Checks.subdomain(claim.path(field).asText(), path + "." + field, errors);
            }
        }
    }

    /** Checks what a container takes of its pod's claims. */
    static void references(JsonNode claims, Set<String> known, String path, FieldErrors errors) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < claims.size(); i++) {
            String at = path + "[" + i + "]";
            String name = Json.textOr(claims.get(i), "", "name");
            if (name.isEmpty()) {
                errors.required(at, "");
                continue;
            }
            if (seen.contains(name)) {
                errors.duplicate(at, name);
            } else {
                once(name, Json.textOr(claims.get(i), "", "request"), seen, at, errors);
            }
            if (!known.contains(name)) {
                String which = known.isEmpty() ? " which is empty" : ": " + String.join(", ", known);
                errors.add(
                        "FieldValueNotFound",
                        at,
                        "Not found: " + FieldErrors.quote(name)
                                + ": must be one of the names in pod.spec.resourceClaims" + which);
            }
        }
    }

    private static void once(String name, String request, Set<String> seen, String path, FieldErrors errors) {
        if (!request.isEmpty()) {
            Checks.label(request, path + ".request", errors);
        }
        String key = request.isEmpty() ? name : name + "/" + request;
        if (request.isEmpty()) {
            for (String other : seen) {
                if (other.startsWith(name + "/")) {
                    errors.duplicate(path, name);
                }
            }
        } else if (seen.contains(key)) {
            errors.duplicate(path, key);
        }
        seen.add(key);
    }
}
