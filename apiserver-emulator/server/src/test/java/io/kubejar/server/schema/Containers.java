package io.kubejar.server.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Finds what two trees have in common that somebody could change. */
final class Containers {
    private Containers() {}

    /** The objects and lists of a tree, each for itself. */
    private static Set<JsonNode> of(JsonNode tree) {
        Set<JsonNode> out = Collections.newSetFromMap(new IdentityHashMap<>());
        add(tree, out);
        return out;
    }

    private static void add(JsonNode node, Set<JsonNode> out) {
        if (node.isContainerNode()) {
            out.add(node);
            node.forEach(child -> add(child, out));
        }
    }

    /** The objects and lists that are in both. */
    static Set<JsonNode> shared(JsonNode one, JsonNode other) {
        Set<JsonNode> out = of(one);
        out.retainAll(of(other));
        return out;
    }
}
