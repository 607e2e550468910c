package io.kubejar.server.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What tells the items of a list apart. Upstream: apiserver/schema/listtype/validation.go, v1.36. */
final class ListKeys {
    private final String type;
    private final List<String> keys;
    private final JsonNode properties;

    ListKeys(JsonNode schema) {
        type = Json.textOr(schema, "atomic", "x-kubernetes-list-type");
        keys = Json.strings(schema.path("x-kubernetes-list-map-keys"));
        properties = Json.at(schema, "items", "properties");
    }

    /** Whether no item may be there twice. */
    boolean isUnique() {
        return type.equals("set") || type.equals("map");
    }

    /** What an item is known by; defaults count. */
    JsonNode of(JsonNode item) {
        if (!type.equals("map")) {
            return item;
        }
        ObjectNode key = Json.object();
        for (String name : keys) {
            JsonNode value =
                    item.has(name) ? item.get(name) : properties.path(name).path("default");
            if (!value.isMissingNode()) {
                key.set(name, value);
            }
        }
        return key;
    }

    /** The item of the old list that is the same one; null when there is none, or none can be told. */
    @Nullable
    JsonNode counterpart(JsonNode item, JsonNode old) {
        if (isUnique()) {
            for (JsonNode one : old) {
                if (of(one).equals(of(item))) {
                    return one;
                }
            }
        }
        return null;
    }
}
