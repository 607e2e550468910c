package io.kubejar.server.front;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.ObjectList;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.time.Clock;
import io.kubejar.server.registry.PrinterColumn;
import io.kubejar.server.registry.ResourceDef;
import java.time.Instant;
import java.util.List;

/** The forms in which objects and lists are answered: as they are, as metadata only, as a Table. Upstream: response.go, v1.36. */
final class Forms {
    private final Clock clock;

    Forms(Clock clock) {
        this.clock = clock;
    }

    /** One object in the asked form. */
    JsonNode object(ResourceDef def, ApiObject object, MediaType type, String includeObject) {
        if (object.kind().equals("Status")) {
            return object.tree();
        }
        if (type.isTable()) {
            ObjectNode table = table(def, List.of(object), includeObject, true);
            Json.child(table, "metadata").put("resourceVersion", object.resourceVersion());
            return table;
        }
        return type.isPartial() ? partial(object) : object.tree();
    }

    /** A list in the asked form. */
    JsonNode list(ResourceDef def, ObjectList list, MediaType type, String includeObject) {
        ObjectNode out;
        if (type.isTable()) {
            out = table(def, list.items(), includeObject, true);
        } else {
            out = Json.object();
            boolean partial = type.isPartial();
            out.put("kind", partial ? "PartialObjectMetadataList" : def.listKind());
            out.put("apiVersion", partial ? "meta.k8s.io/v1" : def.kind().apiVersion());
            out.putObject("metadata");
            ArrayNode items = out.putArray("items");
            list.items().forEach(item -> items.add(partial ? partial(item) : withoutKind(def, item)));
        }
        ObjectNode meta = Json.child(out, "metadata");
        meta.put("resourceVersion", Long.toString(list.revision()));
        if (!list.continueToken().isEmpty()) {
            meta.put("continue", list.continueToken());
        }
        if (list.remaining() > 0) {
            meta.put("remainingItemCount", list.remaining());
        }
        return out;
    }

    /** The items of a typed list carry no kind; those of a custom resource do. */
    private static JsonNode withoutKind(ResourceDef def, ApiObject item) {
        if (def.custom()) {
            return item.tree();
        }
        ObjectNode copy = Json.object();
        copy.setAll(item.tree());
        copy.remove(List.of("kind", "apiVersion"));
        return copy;
    }

    static ObjectNode partial(ApiObject object) {
        ObjectNode out = Json.object();
        out.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
        out.set("metadata", object.metadata());
        return out;
    }

    /** A Table of objects; with or without the column definitions, which a watch sends once. */
    ObjectNode table(ResourceDef def, List<ApiObject> objects, String includeObject, boolean withColumns) {
        Instant now = clock.now();
        ObjectNode table = Json.object();
        table.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        table.putObject("metadata");
        if (withColumns) {
            ArrayNode columns = table.putArray("columnDefinitions");
            def.columns().forEach(c -> columns.add(definition(c)));
        } else {
            table.putNull("columnDefinitions");
        }
        ArrayNode rows = table.putArray("rows");
        for (ApiObject object : objects) {
            ObjectNode row = rows.addObject();
            ArrayNode cells = row.putArray("cells");
            def.columns().forEach(c -> cells.add(c.cell().of(object.tree(), now)));
            switch (includeObject) {
                case "None" -> row.putNull("object");
                case "Object" -> row.set("object", object.tree());
                default -> row.set("object", partial(object));
            }
        }
        return table;
    }

    private static ObjectNode definition(PrinterColumn column) {
        return Json.object()
                .put("name", column.name())
                .put("type", column.type())
                .put("format", column.format())
                .put("description", column.description().get())
                .put("priority", column.priority());
    }
}
