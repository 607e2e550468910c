package io.kubejar.server.crd;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.FieldErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a schema may say about a list's kind. Pure. Upstream: the part on x-kubernetes-list-type of
 * ValidateCustomResourceDefinitionOpenAPISchema, apiextensions validation.go, v1.36.
 */
final class ListTypeRules {
    private static final String TYPE = "x-kubernetes-list-type";
    private static final String KEYS = "x-kubernetes-list-map-keys";

    private ListTypeRules() {}

    static void validate(JsonNode schema, String at, FieldErrors errors) {
        String listType = Json.textOr(schema, "", TYPE);
        boolean declared = schema.hasNonNull(TYPE);
        String type = Json.textOr(schema, "", "type");
        JsonNode items = schema.path("items");
        if (declared && !type.equals("array")) {
            String why = "must be array if " + TYPE + " is specified";
            if (type.isEmpty()) {
                errors.required(at + ".type", why);
            } else {
                errors.invalid(at + ".type", type, why);
            }
        } else if (listType.equals("set")) {
            set(items, at, errors);
        }
        if (declared && !List.of("atomic", "set", "map").contains(listType)) {
            errors.unsupported(at + "." + TYPE, listType, "atomic", "set", "map");
        }
        List<String> keys = Json.strings(schema.path(KEYS));
        if (!keys.isEmpty() && !listType.equals("map")) {
            String why = "must be map if " + KEYS + " is non-empty";
            if (declared) {
                errors.invalid(at + "." + TYPE, listType, why);
            } else {
                errors.required(at + "." + TYPE, why);
            }
        }
        if (listType.equals("map")) {
            map(schema, keys, items, at, errors);
        }
    }

    /** The value that upstream shows is the list type of the items, whatever is wrong. */
    private static void set(JsonNode items, String at, FieldErrors errors) {
        String why = "must be atomic as item of a list with " + TYPE + "=set";
        String type = Json.textOr(items, "", "type");
        if (type.equals("array") && !Json.textOr(items, "atomic", TYPE).equals("atomic")) {
            errors.invalid(at + ".items." + TYPE, items.path(TYPE), why);
        }
        if (type.equals("object")
                && !Json.textOr(items, "", "x-kubernetes-map-type").equals("atomic")) {
            errors.invalid(at + ".items.x-kubernetes-map-type", items.path(TYPE), why);
        }
    }

    private static void map(JsonNode schema, List<String> keys, JsonNode items, String at, FieldErrors errors) {
        if (keys.isEmpty()) {
            errors.required(at + "." + KEYS, "must not be empty if " + TYPE + " is map");
        }
        if (!items.isObject()) {
            errors.required(at + ".items", "must have a schema if " + TYPE + " is map");
            return;
        }
        String type = Json.textOr(items, "", "type");
        if (!type.equals("object")) {
            errors.invalid(at + ".items.type", type, "must be object if parent array's " + TYPE + " is map");
            return;
        }
        Set<String> seen = new HashSet<>();
        for (String key : keys) {
            JsonNode property = items.path("properties").path(key);
            if (property.isMissingNode()) {
                errors.invalid(at + "." + KEYS, schema.path(KEYS), "entries must all be names of item properties");
            } else if (List.of("array", "object").contains(Json.textOr(property, "", "type"))) {
                errors.invalid(
                        at + ".items.properties[" + key + "].type",
                        type,
                        "must be a scalar type if parent array's " + TYPE + " is map");
            }
            if (!seen.add(key)) {
                errors.invalid(at + "." + KEYS, schema.path(KEYS), "must not contain duplicate entries");
            }
        }
    }
}
