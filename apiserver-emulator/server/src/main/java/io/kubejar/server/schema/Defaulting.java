package io.kubejar.server.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fills in the defaults of a custom resource's schema. Upstream: Default and PruneNonNullableNullsWithoutDefaults,
 * apiextensions-apiserver/pkg/apiserver/schema/defaulting, v1.36.
 */
public final class Defaulting {
    private Defaulting() {}

    /** A new tree with the defaults. Null counts as missing where the schema does not allow it. */
    public static JsonNode apply(JsonNode value, @Nullable Schema schema) {
        if (schema == null) {
            return value.deepCopy();
        }
        if (value instanceof ObjectNode object) {
            return members(object, schema);
        }
        if (value instanceof ArrayNode array) {
            ArrayNode out = Json.array();
            Schema items = schema.items();
            array.forEach(e -> out.add(apply(orDefault(e, items), items)));
            return out;
        }
        return value;
    }

    private static ObjectNode members(ObjectNode object, Schema schema) {
        ObjectNode out = Json.object();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            Schema property = schema.property(member.getKey());
            Schema place = property == null ? schema.additionalProperties() : property;
            out.set(member.getKey(), apply(orDefault(member.getValue(), place), place));
        }
        schema.properties().forEach((name, property) -> {
            JsonNode given = property.defaultValue();
            if (given != null && !out.has(name)) {
                out.set(name, apply(given, property));
            }
        });
        return out;
    }

    /** The default for a null that is not allowed; it is null again when there is none. */
    private static JsonNode orDefault(JsonNode value, @Nullable Schema schema) {
        if (!value.isNull() || schema == null || schema.nullable()) {
            return value;
        }
        JsonNode given = schema.defaultValue();
        return given == null ? NullNode.getInstance() : given;
    }

    /** A new tree without the nulls that are not allowed and have no default. */
    public static ObjectNode withoutNulls(ObjectNode object, Schema schema) {
        return (ObjectNode) dropNulls(object, schema);
    }

    private static JsonNode dropNulls(JsonNode value, @Nullable Schema schema) {
        if (schema == null) {
            return value;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode out = Json.array();
            array.forEach(e -> out.add(dropNulls(e, schema.items())));
            return out;
        }
        if (!(value instanceof ObjectNode object)) {
            return value;
        }
        ObjectNode out = Json.object();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            Schema property = schema.property(member.getKey());
            Schema place = property == null ? schema.additionalProperties() : property;
            boolean dropped =
                    member.getValue().isNull() && place != null && !place.nullable() && place.defaultValue() == null;
            if (!dropped) {
                out.set(member.getKey(), dropNulls(member.getValue(), place));
            }
        }
        return out;
    }
}
