package io.kubejar.server.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Json;
import java.util.ArrayList;
import java.util.List;

/** Merging of one list into another: plain values as sets, objects by their key. Upstream: strategicpatch.mergeSlice, v1.36. */
final class ListMerge {
    private ListMerge() {}

    /** The merged list, in the order that the patch and then the original give. */
    static ArrayNode merge(ArrayNode original, ArrayNode patch, MergeRules.Field field, boolean deletes) {
        if (original.isEmpty() && patch.isEmpty()) {
            return original;
        }
        List<JsonNode> old = elements(original);
        List<JsonNode> changes = elements(patch);
        boolean objects = elementType(old, changes).equals("map[string]interface {}");
        List<JsonNode> merged;
        if (objects) {
            if (field.mergeKey().isEmpty()) {
                throw PatchErrors.failed("cannot merge lists without merge key for "
                        + field.type().kind());
            }
            List<JsonNode> plain = new ArrayList<>();
            old = special(old, changes, plain, field.mergeKey());
            changes = plain;
            merged = mergeObjects(new ArrayList<>(old), changes, field);
        } else if (deletes) {
            List<JsonNode> gone = changes;
            old.removeIf(value -> contains(gone, value));
            return array(old);
        } else {
            merged = new ArrayList<>(old);
            merged.addAll(changes);
            deduplicate(merged);
        }
        ElementOrder order = new ElementOrder(field.mergeKey(), objects);
        return array(order.arrange(merged, changes, changes, old));
    }

    /**
     * Carries out the elements that are directives.
     *
     * @param plain gets the elements of the patch that are none
     * @return the list to merge into
     */
    private static List<JsonNode> special(
            List<JsonNode> original, List<JsonNode> patch, List<JsonNode> plain, String key) {
        List<JsonNode> kept = new ArrayList<>(original);
        boolean replace = false;
        for (JsonNode element : patch) {
            JsonNode directive = element.get(StrategicMergePatch.DIRECTIVE);
            if (directive == null) {
                plain.add(element);
                continue;
            }
            switch (directive.asText()) {
                case "delete" -> {
                    JsonNode value = element.get(key);
                    if (value == null) {
                        throw noKey(element, key);
                    }
                    while (find(kept, key, value) >= 0) {
                        kept.remove(find(kept, key, value));
                    }
                }
                case "replace" -> replace = true;
                case "merge" -> throw PatchErrors.failed("merging lists cannot yet be specified in the patch");
                default -> throw StrategicMergePatch.unknownDirective(directive, (ObjectNode) element);
            }
        }
        if (!replace) {
            return kept;
        }
        List<JsonNode> replaced = new ArrayList<>(plain);
        plain.clear();
        return replaced;
    }

    private static List<JsonNode> mergeObjects(List<JsonNode> original, List<JsonNode> patch, MergeRules.Field field) {
        for (JsonNode element : patch) {
            JsonNode value = element.get(field.mergeKey());
            if (value == null) {
                throw noKey(element, field.mergeKey());
            }
            int at = find(original, field.mergeKey(), value);
            if (at < 0) {
                original.add(element);
            } else {
                original.set(
                        at,
                        StrategicMergePatch.mergeObject(
                                (ObjectNode) original.get(at), (ObjectNode) element, field.type()));
            }
        }
        return original;
    }

    /** The place of the object with this value of its key, or -1. */
    static int find(List<JsonNode> list, String key, JsonNode value) {
        for (int i = 0; i < list.size(); i++) {
            if (!list.get(i).isObject()) {
                throw PatchErrors.failed("value for key " + i + " is not a map");
            }
            JsonNode own = list.get(i).get(key);
            if (own != null && GoText.same(own, value)) {
                return i;
            }
        }
        return -1;
    }

    static StatusException noKey(JsonNode element, String key) {
        return PatchErrors.failed("map: " + GoText.show(element) + " does not contain declared merge key: " + key);
    }

    static StatusException badType(String expected, JsonNode actual) {
        return PatchErrors.failed("expected a " + expected + ", but received a " + GoText.type(actual));
    }

    /** The Go type that all elements have. */
    static String elementType(List<JsonNode> first, List<JsonNode> second) {
        String type = "";
        List<JsonNode> all = new ArrayList<>(first);
        all.addAll(second);
        for (JsonNode element : all) {
            String own = GoText.type(element);
            if (type.isEmpty()) {
                if (element.isArray()) {
                    throw PatchErrors.notApplicable(); // lists of lists
                }
                type = own;
            } else if (!type.equals(own)) {
                throw PatchErrors.failed("list element types are not identical: [" + GoText.show(array(first)) + " "
                        + GoText.show(array(second)) + "]");
            }
        }
        if (type.isEmpty()) {
            throw PatchErrors.failed("no elements in any of the given slices");
        }
        return type;
    }

    static List<JsonNode> elements(JsonNode array) {
        List<JsonNode> out = new ArrayList<>(array.size());
        array.forEach(out::add);
        return out;
    }

    static ArrayNode array(List<JsonNode> elements) {
        return Json.array().addAll(elements);
    }

    static boolean contains(List<JsonNode> list, JsonNode value) {
        return list.stream().anyMatch(own -> GoText.same(own, value));
    }

    /** Removes what is there twice; the last element takes the free place, as upstream does. */
    private static void deduplicate(List<JsonNode> list) {
        for (int i = 0; i < list.size() - 1; i++) {
            for (int j = i + 1; j < list.size(); j++) {
                if (GoText.same(list.get(i), list.get(j))) {
                    JsonNode last = list.remove(list.size() - 1);
                    if (j < list.size()) {
                        list.set(j, last);
                    }
                    j--;
                }
            }
        }
    }
}
