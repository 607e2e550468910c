package io.kubejar.server.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How Go prints and names decoded JSON values; upstream's messages show it. */
public final class GoText {
    private GoText() {}

    /** The value as {@code %v} prints it: {@code map[a:1 b:[x y]]}, members in order, nothing quoted. */
    public static String show(JsonNode value) {
        StringBuilder out = new StringBuilder();
        show(value, out);
        return out.toString();
    }

    private static void show(JsonNode value, StringBuilder out) {
        if (value.isObject()) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            value.properties().forEach(e -> sorted.put(e.getKey(), e.getValue()));
            out.append("map[");
            String gap = "";
            for (Map.Entry<String, JsonNode> member : sorted.entrySet()) {
                out.append(gap).append(member.getKey()).append(':');
                show(member.getValue(), out);
                gap = " ";
            }
            out.append(']');
        } else if (value.isArray()) {
            out.append('[');
            String gap = "";
            for (JsonNode element : value) {
                out.append(gap);
                show(element, out);
                gap = " ";
            }
            out.append(']');
        } else if (value.isNull() || value.isMissingNode()) {
            out.append("<nil>");
        } else if (value.isFloatingPointNumber()) {
            out.append(number(value.doubleValue()));
        } else {
            out.append(value.asText());
        }
    }

    /** A float64 as {@code %v} prints it: shortest digits, an exponent below 1e-4 and from 1e21 on. */
    static String number(double value) {
        java.math.BigDecimal shortest = new java.math.BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (value == 0 || (exponent >= -4 && exponent < 21)) {
            return value == 0 ? "0" : shortest.toPlainString();
        }
        String digits = shortest.unscaledValue().abs().toString();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return (value < 0 ? "-" : "")
                + mantissa
                + (exponent < 0 ? "e-" : "e+")
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }

    /** The Go type that the value is decoded into, as {@code map[string]interface {}}. */
    static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "map[string]interface {}";
            case ARRAY -> "[]interface {}";
            case STRING -> "string";
            case BOOLEAN -> "bool";
            case NUMBER -> value.isIntegralNumber() ? "int64" : "float64";
            default -> "nil";
        };
    }

    /** What decoding errors call the value's kind: {@code object}, {@code array}, {@code number}, … */
    static String jsonType(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "object";
            case ARRAY -> "array";
            case STRING -> "string";
            case BOOLEAN -> "bool";
            case NUMBER -> "number";
            default -> "null";
        };
    }

    /** Compact JSON as {@code json.Marshal} writes it, which hides the characters that HTML knows. */
    static String json(JsonNode value) {
        String plain = Json.string(value);
        List<String> hidden = new ArrayList<>(List.of("<", "\\u003c", ">", "\\u003e", "&", "\\u0026"));
        String out = plain;
        for (int i = 0; i < hidden.size(); i += 2) {
            out = out.replace(hidden.get(i), hidden.get(i + 1));
        }
        return out;
    }

    /** Whether two plain values are the same in Go's eyes: 1 is not 1.0 and not "1". */
    static boolean same(JsonNode left, JsonNode right) {
        if (left.isIntegralNumber() && right.isIntegralNumber()) {
            return left.bigIntegerValue().equals(right.bigIntegerValue());
        }
        if (left.isFloatingPointNumber() && right.isFloatingPointNumber()) {
            return left.doubleValue() == right.doubleValue();
        }
        return left.equals(right);
    }
}
