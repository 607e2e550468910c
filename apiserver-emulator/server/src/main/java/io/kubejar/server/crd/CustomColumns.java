package io.kubejar.server.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Times;
import io.kubejar.server.kinds.Columns;
import io.kubejar.server.registry.PrinterColumn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The columns of custom resources. Upstream: apiserver/pkg/registry/customresource/tableconvertor, v1.36. */
final class CustomColumns {
    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private CustomColumns() {}

    /** The name and the columns of a version; only the age when it names none. */
    static List<PrinterColumn> of(JsonNode version) {
        List<PrinterColumn> out = new ArrayList<>();
        out.add(Columns.name());
        for (JsonNode column : version.path("additionalPrinterColumns")) {
            out.add(column(column));
        }
        if (out.size() == 1) {
            out.add(new PrinterColumn(
                    "Age",
                    "date",
                    "",
                    Columns.doc(META, "creationTimestamp"),
                    0,
                    (object, now) -> date(Json.textOr(object, "", "metadata", "creationTimestamp"), now)));
        }
        return out;
    }

    private static PrinterColumn column(JsonNode column) {
        String path = Json.textOr(column, "", "jsonPath");
        String type = Json.textOr(column, "", "type");
        String said = Json.textOr(column, "", "description");
        String words = said.isEmpty() ? "Custom resource definition column (in JSONPath format): " + path : said;
        JsonPath parsed = JsonPath.parse(path);
        return new PrinterColumn(
                Json.textOr(column, "", "name"),
                type,
                Json.textOr(column, "", "format"),
                () -> words,
                (int) Json.number(column, 0, "priority"),
                (object, now) -> parsed == null ? NullNode.getInstance() : cell(type, parsed.first(object), now));
    }

    /** Upstream: cellForJSONValue. A value of another type than the column's is shown as nothing. */
    private static JsonNode cell(String type, JsonNode value, Instant now) {
        if (value.isMissingNode() || value.isNull()) {
            return NullNode.getInstance();
        }
        return switch (type) {
            case "string" -> NODES.textNode(JsonPath.text(value));
            case "integer" -> value.isNumber() ? NODES.numberNode(value.longValue()) : NullNode.getInstance();
            case "number" -> value.isNumber() ? value : NullNode.getInstance();
            case "boolean" -> value.isBoolean() ? value : NullNode.getInstance();
            case "date" -> value.isTextual() ? date(value.textValue(), now) : NullNode.getInstance();
            default -> NullNode.getInstance();
        };
    }

    private static JsonNode date(String text, Instant now) {
        return NODES.textNode(Times.parse(text) == null ? "<invalid>" : Columns.age(text, now));
    }
}
