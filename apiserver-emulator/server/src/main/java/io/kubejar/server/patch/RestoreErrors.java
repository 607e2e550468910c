package io.kubejar.server.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.server.schema.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is said when the result of a strategic merge patch does not fit its type: upstream turns it into the type without
 * going through JSON, and has other words for it. Upstream: fromUnstructured, apimachinery/pkg/runtime/converter.go, v1.36.
 */
public final class RestoreErrors {
    private RestoreErrors() {}

    /** The first value that does not fit, in upstream's words; null when this finds none. */
    public static @Nullable String find(JsonNode value, Schema schema) {
        if (value.isNull() || value.isMissingNode()) {
            return null;
        }
        return switch (schema.kind()) {
            case OBJECT -> object(value, schema);
            case MAP -> map(value, schema);
            case LIST -> list(value, schema);
            case STRING -> plain(value, value.isTextual(), "string", value.isIntegralNumber());
            case BOOLEAN -> plain(value, value.isBoolean(), "bool", false);
            case INTEGER -> plain(value, isWhole(value), integer(schema), value.isFloatingPointNumber());
            case NUMBER -> plain(value, value.isNumber(), "float64", false);
            case BYTES -> value.isTextual() || value.isArray() ? null : "cannot restore slice from " + kind(value);
            default -> null; // types that read their own JSON have its words
        };
    }

    private static boolean isWhole(JsonNode value) {
        return value.isIntegralNumber()
                || (value.isFloatingPointNumber() && value.doubleValue() == Math.rint(value.doubleValue()));
    }

    private static String integer(Schema schema) {
        return schema.format().isEmpty() ? "int64" : schema.format();
    }

    private static @Nullable String plain(JsonNode value, boolean fits, String type, boolean convertible) {
        if (fits) {
            return null;
        }
        return convertible ? "cannot convert " + kind(value) + " to " + type : "unrecognized type: " + type;
    }

    private static @Nullable String object(JsonNode value, Schema schema) {
        if (!value.isObject()) {
            return "cannot restore struct from: " + kind(value);
        }
        for (Map.Entry<String, Schema> property : schema.properties().entrySet()) {
            String problem = find(value.path(property.getKey()), property.getValue());
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private static @Nullable String map(JsonNode value, Schema schema) {
        Schema element = schema.additionalProperties();
        if (!value.isObject()) {
            return "cannot restore map from " + kind(value);
        }
        return element == null ? null : first(value, element);
    }

    private static @Nullable String list(JsonNode value, Schema schema) {
        Schema element = schema.items();
        if (!value.isArray()) {
            return "cannot restore slice from " + kind(value);
        }
        return element == null ? null : first(value, element);
    }

    private static @Nullable String first(JsonNode values, Schema element) {
        for (JsonNode value : values) {
            String problem = find(value, element);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "map";
            case ARRAY -> "slice";
            case BOOLEAN -> "bool";
            case NUMBER -> value.isIntegralNumber() ? "int64" : "float64";
            default -> "string";
        };
    }
}
