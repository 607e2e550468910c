package io.kubejar.server.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.schema.Schema.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code openAPIV3Schema} of a CustomResourceDefinition. What only validates values ({@code oneOf},
 * {@code minimum}, rules, …) stays in {@link Schema#source()}. Upstream: NewStructural,
 * apiextensions-apiserver/pkg/apiserver/schema/convert.go, v1.36.
 */
public final class CustomSchemas {
    private CustomSchemas() {}

    /** The schema of a document, which must not be changed any more. */
    public static Schema of(JsonNode openApiV3Schema) {
        return Schema.of(facts(openApiV3Schema));
    }

    private static Facts facts(JsonNode json) {
        Facts out = new Facts();
        out.source = json;
        out.kind = kind(json);
        out.declaredType = Json.textOr(json, "", "type");
        out.format = Json.textOr(json, "", "format");
        out.nullable = Json.isTrue(json, "nullable");
        out.preserveUnknown = Json.isTrue(json, "x-kubernetes-preserve-unknown-fields");
        out.embeddedResource = Json.isTrue(json, "x-kubernetes-embedded-resource");
        JsonNode given = json.get("default");
        out.defaultValue = given == null || given.isNull() ? null : given;
        out.listType = Json.text(json, "x-kubernetes-list-type");
        out.mapType = Json.text(json, "x-kubernetes-map-type");
        out.listMapKeys = Json.strings(json.path("x-kubernetes-list-map-keys"));
        out.required = Json.strings(json.path("required"));
        out.enumValues = enumValues(json.path("enum"));
        Map<String, Schema> properties = new TreeMap<>();
        json.path("properties").properties().forEach(e -> properties.put(e.getKey(), of(e.getValue())));
        out.properties = Collections.unmodifiableMap(properties);
        out.items = inner(json.get("items"));
        out.values = inner(json.get("additionalProperties"));
        return out;
    }

    private static @Nullable Schema inner(@Nullable JsonNode json) {
        if (json == null || (json.isBoolean() && !json.booleanValue())) {
            return null;
        }
        // "additionalProperties: true" allows anything.
        return json.isObject() ? of(json) : of(Json.object().put("x-kubernetes-preserve-unknown-fields", true));
    }

    private static List<String> enumValues(JsonNode values) {
        List<String> out = new ArrayList<>();
        values.forEach(v -> {
            if (v.isTextual()) {
                out.add(v.textValue());
            }
        });
        return List.copyOf(out);
    }

    private static Kind kind(JsonNode json) {
        if (Json.isTrue(json, "x-kubernetes-int-or-string")) {
            return Kind.INT_OR_STRING;
        }
        return switch (Json.textOr(json, "", "type")) {
            case "object" -> json.path("additionalProperties") instanceof ObjectNode ? Kind.MAP : Kind.OBJECT;
            case "array" -> Kind.LIST;
            case "string" -> Kind.STRING;
            case "integer" -> Kind.INTEGER;
            case "number" -> Kind.NUMBER;
            case "boolean" -> Kind.BOOLEAN;
            default -> Kind.ANY;
        };
    }
}
