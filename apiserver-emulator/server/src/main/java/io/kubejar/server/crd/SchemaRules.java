package io.kubejar.server.crd;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.schema.CustomSchemas;
import io.kubejar.server.schema.Pruning;
import io.kubejar.server.validation.FieldErrors;
import java.util.List;
import java.util.Map;

/**
 * What makes a schema structural. Pure. Upstream: ValidateStructural, apiserver/schema/validation.go, and
 * ValidateCustomResourceDefinitionOpenAPISchema, v1.36.
 */
final class SchemaRules {
    private SchemaRules() {}

    static void validate(JsonNode schema, String at, FieldErrors errors) {
        inner(schema, at, errors);
        metadata(Json.at(schema, "properties", "metadata"), at + ".properties[metadata]", errors);
        String type = Json.textOr(schema, "", "type");
        if (type.isEmpty()) {
            errors.required(at + ".type", "must not be empty at the root");
        } else if (!type.equals("object")) {
            errors.invalid(at + ".type", type, "must be object at the root");
        }
    }

    private static void metadata(JsonNode metadata, String at, FieldErrors errors) {
        boolean special = false;
        boolean other = false;
        for (Map.Entry<String, JsonNode> member : metadata.properties()) {
            other |= !List.of("type", "properties", "description").contains(member.getKey());
        }
        for (Map.Entry<String, JsonNode> member : metadata.path("properties").properties()) {
            special |= !List.of("name", "generateName").contains(member.getKey());
        }
        if (special || other) {
            errors.forbidden(
                    at,
                    "must not specify anything other than name and generateName, but metadata is implicitly specified");
        }
    }

    private static void inner(JsonNode schema, String at, FieldErrors errors) {
        own(schema, at, errors);
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String place = at + ".properties[" + property.getKey() + "]";
            type(property.getValue(), place, "must not be empty for specified object fields", errors);
            inner(property.getValue(), place, errors);
        }
        JsonNode items = schema.path("items");
        if (items.isObject()) {
            type(items, at + ".items", "must not be empty for specified array items", errors);
            inner(items, at + ".items", errors);
        } else if ("array".equals(Json.text(schema, "type"))) {
            errors.required(at + ".items", "must be specified");
        }
        JsonNode values = schema.path("additionalProperties");
        if (values.isObject()) {
            type(values, at + ".additionalProperties", "must not be empty for specified object fields", errors);
            inner(values, at + ".additionalProperties", errors);
        }
    }

    private static void type(JsonNode schema, String at, String why, FieldErrors errors) {
        boolean free = Json.isTrue(schema, "x-kubernetes-int-or-string")
                || Json.isTrue(schema, "x-kubernetes-preserve-unknown-fields")
                || schema.has("$ref");
        if (Json.textOr(schema, "", "type").isEmpty() && !free) {
            errors.required(at + ".type", why);
        }
    }

    private static void own(JsonNode schema, String at, FieldErrors errors) {
        if (schema.has("$ref")) {
            errors.forbidden(at + ".$ref", "$ref is not supported");
        }
        if (Json.isTrue(schema, "uniqueItems")) {
            errors.forbidden(
                    at + ".uniqueItems",
                    "uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
        }
        if (schema.has("properties") && schema.has("additionalProperties")) {
            errors.forbidden(at + ".additionalProperties", "additionalProperties and properties are mutual exclusive");
        }
        JsonNode preserve = schema.path("x-kubernetes-preserve-unknown-fields");
        if (preserve.isBoolean() && !preserve.booleanValue()) {
            errors.invalid(at + ".x-kubernetes-preserve-unknown-fields", preserve, "must be true or undefined");
        }
        ListTypeRules.validate(schema, at, errors);
        pruned(schema, at, errors);
    }

    /** A default has no fields that its schema does not name. Upstream: apiserver/schema/defaulting/validation.go. */
    private static void pruned(JsonNode schema, String at, FieldErrors errors) {
        JsonNode value = schema.path("default");
        if (value.isContainerNode()
                && !Pruning.value(value, CustomSchemas.of(schema)).equals(value)) {
            errors.invalid(at + ".default", value, "must not have unknown fields");
        }
    }
}
