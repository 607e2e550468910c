package io.kubejar.server.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.HtmlSafe;
import io.kubejar.core.object.Json;
import java.util.Iterator;

/** JSON as Go's encoding/json writes it: what HTML would misread is escaped, indented by one space when asked. */
final class GoJson {
    private GoJson() {}

    /** On one line. Upstream: json.Marshal. */
    static String compact(JsonNode value) {
        return HtmlSafe.json(Json.string(value));
    }

    /** Upstream: json.MarshalIndent(value, "", " "). */
    static String indented(JsonNode value) {
        StringBuilder out = new StringBuilder();
        write(value, "\n", out);
        return out.toString();
    }

    private static void write(JsonNode value, String line, StringBuilder out) {
        if (value.isEmpty()) { // also whatever is no object and no list
            out.append(compact(value));
            return;
        }
        String inner = line + " ";
        char before = value.isObject() ? '{' : '[';
        if (value.isObject()) {
            for (var entry : value.properties()) {
                out.append(before).append(inner);
                out.append(compact(Json.object().textNode(entry.getKey()))).append(": ");
                write(entry.getValue(), inner, out);
                before = ',';
            }
        } else {
            for (Iterator<JsonNode> items = value.elements(); items.hasNext(); before = ',') {
                out.append(before).append(inner);
                write(items.next(), inner, out);
            }
        }
        out.append(line).append(value.isObject() ? '}' : ']');
    }
}
