package io.kubejar.controllers.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A pod template as Go prints its value with all types, which is what upstream hashes: every field, also the empty ones, in
 * the order of the Go struct. Upstream: k8s.io/utils/dump.ForHash over go-spew's {@code %#v}, v1.36.
 */
final class GoDump {
    private static final String NOTHING = "<nil>";

    private final StringBuilder out = new StringBuilder(4096);

    private GoDump() {}

    /** The text of a template. */
    static String ofTemplate(JsonNode template) {
        GoDump dump = new GoDump();
        dump.typed("PodTemplateSpec", template);
        return dump.out.toString();
    }

    private void typed(String type, JsonNode value) {
        out.append('(').append(GoTypes.printed(type)).append(')');
        value(type, value);
    }

    private void value(String type, JsonNode value) {
        if (type.startsWith("*")) {
            if (value.isMissingNode() || value.isNull()) {
                out.append(NOTHING);
            } else {
                value(type.substring(1), value);
            }
        } else if (type.startsWith("[]")) {
            list(type.substring(2), value);
        } else if (type.startsWith("map[")) {
            map(type.substring(type.indexOf(']') + 1), value);
        } else {
            single(type, value);
        }
    }

    private void list(String type, JsonNode values) {
        if (values.isEmpty()) {
            out.append(NOTHING);
            return;
        }
        char before = '[';
        for (JsonNode value : values) {
            out.append(before);
            value(type, value);
            before = ' ';
        }
        out.append(']');
    }

    private void map(String type, JsonNode values) {
        if (values.isEmpty()) {
            out.append(NOTHING);
            return;
        }
        Map<String, JsonNode> sorted = new TreeMap<>();
        values.properties().forEach(e -> sorted.put(e.getKey(), e.getValue()));
        String before = "map[";
        for (Map.Entry<String, JsonNode> each : sorted.entrySet()) {
            out.append(before).append(each.getKey()).append(':');
            value(type, each.getValue());
            before = " ";
        }
        out.append(']');
    }

    private void single(String type, JsonNode value) {
        switch (type) {
            case "string", "types.UID" -> out.append(value.asText(""));
            case "bool" -> out.append(value.booleanValue());
            case "int32", "int64" -> out.append(value.longValue());
            case "Time", "metav1.Time" ->
                out.append("{Time:(time.Time){wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}}");
            case "resource.Quantity" -> out.append(GoQuantity.dump(value.asText("")));
            case "intstr.IntOrString" -> intOrString(value);
            default -> {
                List<GoTypes.Field> fields = GoTypes.fields(type);
                if (fields == null) {
                    value(GoTypes.underlying(type), value);
                } else {
                    struct(fields, value);
                }
            }
        }
    }

    private void struct(List<GoTypes.Field> fields, JsonNode value) {
        char before = '{';
        for (GoTypes.Field field : fields) {
            out.append(before).append(field.name()).append(':');
            typed(field.type(), field.json().isEmpty() ? value : Json.at(value, field.json()));
            before = ' ';
        }
        out.append('}');
    }

    private void intOrString(JsonNode value) {
        boolean isText = value.isTextual();
        out.append("{Type:(intstr.Type)").append(isText ? 1 : 0);
        out.append(" IntVal:(int32)").append(value.intValue());
        out.append(" StrVal:(string)").append(isText ? value.textValue() : "").append('}');
    }
}
