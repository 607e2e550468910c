package io.kubejar.server.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of a custom resource what its schema does not name. Upstream: PruneWithOptions,
 * apiextensions-apiserver/pkg/apiserver/schema/pruning, v1.36.
 */
public final class Pruning {
    private static final Set<String> META = Set.of("apiVersion", "kind", "metadata");

    private final List<String> unknown = new ArrayList<>();

    private Pruning() {}

    /**
     * What is left.
     *
     * @param tree a new tree
     * @param unknown the paths of what was taken out, sorted
     */
    public record Pruned(ObjectNode tree, List<String> unknown) {}

    /** Prunes a whole object: apiVersion, kind and metadata stay whatever the schema says. The tree is not changed. */
    public static Pruned object(ObjectNode tree, Schema schema) {
        Pruning pruning = new Pruning();
        ObjectNode out = pruning.members(tree, schema, true, "");
        Collections.sort(pruning.unknown);
        return new Pruned(out, List.copyOf(pruning.unknown));
    }

    /** Prunes a value that stands somewhere in an object, a default for example. The tree is not changed. */
    public static JsonNode value(JsonNode value, Schema schema) {
        return new Pruning().any(value, schema, "");
    }

    private JsonNode any(JsonNode value, @Nullable Schema schema, String path) {
        if (value instanceof ObjectNode object) {
            return members(object, schema, schema != null && schema.isEmbeddedResource(), path);
        }
        if (value instanceof ArrayNode array) {
            return elements(array, schema, path);
        }
        return value;
    }

    private ObjectNode members(ObjectNode object, @Nullable Schema schema, boolean whole, String path) {
        ObjectNode out = Json.object();
        boolean open = schema != null && schema.preservesUnknownFields();
        Schema values = schema == null ? null : schema.additionalProperties();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String name = member.getKey();
            JsonNode value = member.getValue();
            String at = path.isEmpty() ? name : path + "." + name;
            Schema property = schema == null ? null : schema.property(name);
            if (whole && META.contains(name)) {
                out.set(name, value);
            } else if (property != null) {
                out.set(name, any(value, property, at));
            } else if (values != null) {
                out.set(name, any(value, values, at));
            } else if (open) {
                out.set(name, value);
            } else {
                unknown.add(at);
            }
        }
        return out;
    }

    private ArrayNode elements(ArrayNode array, @Nullable Schema schema, String path) {
        Schema items = schema == null ? null : schema.items();
        boolean open = schema != null && schema.preservesUnknownFields();
        ArrayNode out = Json.array();
        for (int i = 0; i < array.size(); i++) {
            JsonNode value = array.get(i);
            out.add(open && items == null ? value : any(value, items, path + "[" + i + "]"));
        }
        return out;
    }
}
