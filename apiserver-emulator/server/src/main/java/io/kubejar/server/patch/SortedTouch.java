package io.kubejar.server.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The objects that a patch has opened. Upstream opens them as maps, whose members come out sorted, while what was not opened
 * stays as it stood; messages show the result that way.
 */
final class SortedTouch {
    private final Set<ObjectNode> opened = Collections.newSetFromMap(new IdentityHashMap<>());

    void add(JsonNode node) {
        if (node instanceof ObjectNode object) {
            opened.add(object);
        }
    }

    /** Sorts the members of all that were opened. */
    void sort() {
        for (ObjectNode object : opened) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            object.properties().forEach(e -> sorted.put(e.getKey(), e.getValue()));
            object.removeAll();
            object.setAll(sorted);
        }
    }
}
