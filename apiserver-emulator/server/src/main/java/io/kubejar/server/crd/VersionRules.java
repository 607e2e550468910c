package io.kubejar.server.crd;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.FieldErrors;
import java.util.List;

/**
 * What a version of a definition must be: schema, columns, subresources. What all versions share is told of once, as the
 * definition's own. Upstream: validateCustomResourceDefinitionVersion and
 * Convert_v1_CustomResourceDefinitionSpec_To_apiextensions_CustomResourceDefinitionSpec, v1.36.
 */
final class VersionRules {
    private static final List<String> TYPES = List.of("boolean", "date", "integer", "number", "string");

    private VersionRules() {}

    static void validate(JsonNode versions, int i, FieldErrors errors) {
        JsonNode version = versions.get(i);
        String own = "spec.versions[" + i + "]";
        JsonNode schema = Json.at(version, "schema", "openAPIV3Schema");
        if (!schema.isObject()) {
            errors.required(own + ".schema.openAPIV3Schema", "schemas are required");
        } else if (!shared(versions, "schema")) {
            SchemaRules.validate(schema, own + ".schema.openAPIV3Schema", errors);
        } else if (i == 0) {
            SchemaRules.validate(schema, "spec.validation.openAPIV3Schema", errors);
        }
        boolean columns = shared(versions, "additionalPrinterColumns");
        if (!columns || i == 0) {
            columns(version.path("additionalPrinterColumns"), columns ? "spec" : own, errors);
        }
        boolean subresources = shared(versions, "subresources");
        if (!subresources || i == 0) {
            scale(Json.at(version, "subresources", "scale"), subresources ? "spec" : own, errors);
        }
        boolean fields = shared(versions, "selectableFields");
        if (!fields || i == 0) {
            selectable(version.path("selectableFields"), schema, fields ? "spec" : own, errors);
        }
    }

    private static boolean shared(JsonNode versions, String field) {
        for (JsonNode version : versions) {
            if (!version.path(field).equals(versions.get(0).path(field))) {
                return false;
            }
        }
        return true;
    }

    private static void columns(JsonNode columns, String owner, FieldErrors errors) {
        for (int i = 0; i < columns.size(); i++) {
            JsonNode column = columns.get(i);
            String at = owner + ".additionalPrinterColumns[" + i + "]";
            if (Json.textOr(column, "", "name").isEmpty()) {
                errors.required(at + ".name", "");
            }
            String type = Json.textOr(column, "", "type");
            if (type.isEmpty()) {
                errors.required(at + ".type", "must be one of " + String.join(",", TYPES));
            } else if (!TYPES.contains(type)) {
                errors.invalid(at + ".type", type, "must be one of " + String.join(",", TYPES));
            }
            String path = Json.textOr(column, "", "jsonPath");
            if (path.isEmpty()) {
                errors.required(at + ".JSONPath", "");
            } else if (!path.startsWith(".")) {
                errors.invalid(at + ".JSONPath", path, "must be a simple json path starting with .");
            } else if (JsonPath.parse(path) == null) {
                errors.invalid(at + ".JSONPath", path, "is an invalid JSON path: kubejar cannot read it");
            }
        }
    }

    private static void scale(JsonNode scale, String owner, FieldErrors errors) {
        if (!scale.isObject()) {
            return;
        }
        String at = owner + ".subresources.scale";
        path(Json.textOr(scale, "", "specReplicasPath"), at + ".specReplicasPath", true, errors, ".spec");
        path(Json.textOr(scale, "", "statusReplicasPath"), at + ".statusReplicasPath", true, errors, ".status");
        String selector = Json.textOr(scale, "", "labelSelectorPath");
        path(selector, at + ".labelSelectorPath", false, errors, ".spec", ".status");
    }

    private static void path(String path, String at, boolean needed, FieldErrors errors, String... roots) {
        if (path.isEmpty()) {
            if (needed) {
                errors.required(at, "");
            }
        } else if (!path.matches("(\\.[A-Za-z_][\\w-]*)+")) {
            errors.invalid(at, path, "must be a simple json path starting with .");
        } else if (List.of(roots).stream().noneMatch(root -> path.startsWith(root + "."))) {
            errors.invalid(at, path, "should be a json path under " + String.join(" or ", roots));
        }
    }

    private static void selectable(JsonNode fields, JsonNode schema, String owner, FieldErrors errors) {
        for (int i = 0; i < fields.size(); i++) {
            String path = Json.textOr(fields.get(i), "", "jsonPath");
            String at = owner + ".selectableFields[" + i + "].jsonPath";
            if (path.isEmpty()) {
                errors.required(at, "");
                continue;
            }
            JsonNode place = schema;
            for (String member : path.substring(1).split("\\.", -1)) {
                place = place.path("properties").path(member);
            }
            if (place.isMissingNode()) {
                errors.invalid(at, path, "is an invalid path: does not refer to a valid field");
            } else if (!List.of("string", "integer", "boolean").contains(Json.textOr(place, "", "type"))) {
                errors.invalid(
                        at,
                        path,
                        "must point to a field of type string, boolean or integer. Enum string fields"
                                + " and strings with formats are allowed.");
            }
        }
    }
}
