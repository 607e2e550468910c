package io.kubejar.server.authz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.FieldErrors;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an access review must look like. Upstream: pkg/apis/authorization/validation/validation.go, v1.36. */
final class AccessReviewRules {
    private AccessReviewRules() {}

    static void validateSpec(JsonNode spec, boolean namesSubject, FieldErrors errors) {
        JsonNode resource = spec.path("resourceAttributes");
        JsonNode path = spec.path("nonResourceAttributes");
        if (resource.isObject() && path.isObject()) {
            errors.invalid(
                    "spec.nonResourceAttributes",
                    shown(path),
                    "cannot be specified in combination with resourceAttributes");
        }
        if (!resource.isObject() && !path.isObject()) {
            errors.invalid(
                    "spec.resourceAttributes",
                    Json.nodes().nullNode(),
                    "exactly one of nonResourceAttributes or resourceAttributes must be specified");
        }
        boolean nobody =
                Json.textOr(spec, "", "user").isEmpty() && spec.path("groups").isEmpty();
        if (namesSubject && nobody) {
            errors.invalid("spec.user", "", "at least one of user or group must be specified");
        }
        validateSelector(resource.path("fieldSelector"), "spec.resourceAttributes.fieldSelector", errors);
        validateSelector(resource.path("labelSelector"), "spec.resourceAttributes.labelSelector", errors);
    }

    private static void validateSelector(JsonNode selector, String path, FieldErrors errors) {
        if (!selector.isObject()) {
            return;
        }
        String raw = Json.textOr(selector, "", "rawSelector");
        JsonNode requirements = selector.path("requirements");
        if (!raw.isEmpty() && !requirements.isEmpty()) {
            errors.invalid(path + ".rawSelector", raw, "may not specified at the same time as requirements");
        }
        if (raw.isEmpty() && requirements.isEmpty()) {
            errors.required(
                    path + ".requirements", "when " + path + " is specified, requirements or rawSelector is required");
        }
        for (int i = 0; i < requirements.size(); i++) {
            validateRequirement(requirements.get(i), path + ".requirements[" + i + "]", errors);
        }
    }

    private static void validateRequirement(JsonNode requirement, String path, FieldErrors errors) {
        boolean hasValues = !requirement.path("values").isEmpty();
        switch (Json.textOr(requirement, "", "operator")) {
            case "In", "NotIn" -> {
                if (!hasValues) {
                    errors.required(path + ".values", "must be specified when `operator` is 'In' or 'NotIn'");
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (hasValues) {
                    errors.forbidden(
                            path + ".values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                }
            }
            default -> {} // newer clients may know more operators
        }
        if (Json.textOr(requirement, "", "key").isEmpty()) {
            errors.required(path + ".key", "must be specified");
        }
    }

    static void validateMetadata(JsonNode metadata, boolean mayHaveNamespace, FieldErrors errors) {
        if (!metadata.isObject()) {
            return;
        }
        ObjectNode rest = ((ObjectNode) metadata).deepCopy();
        rest.remove("managedFields");
        rest.remove("creationTimestamp");
        if (mayHaveNamespace) {
            rest.remove("namespace");
        }
        if (!rest.isEmpty()) {
            errors.invalid(
                    "metadata", metadata, mayHaveNamespace ? "must be empty except for namespace" : "must be empty");
        }
    }

    /** The path attributes as messages show them: upstream prints its internal type. */
    static JsonNode shown(JsonNode path) {
        return Json.object().put("Path", Json.textOr(path, "", "path")).put("Verb", Json.textOr(path, "", "verb"));
    }

    /** The fields that a selector wants to be equal to one value. */
    static Map<String, String> fields(JsonNode selector) {
        Map<String, String> out = new LinkedHashMap<>(Attributes.equalFields(Json.textOr(selector, "", "rawSelector")));
        for (JsonNode requirement : selector.path("requirements")) {
            boolean one = requirement.path("values").size() == 1;
            if (one && Json.textOr(requirement, "", "operator").equals("In")) {
                out.put(
                        Json.textOr(requirement, "", "key"),
                        requirement.path("values").get(0).asText());
            }
        }
        return out;
    }
}
