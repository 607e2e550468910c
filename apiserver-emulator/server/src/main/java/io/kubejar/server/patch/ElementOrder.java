package io.kubejar.server.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The order of merged lists: what a patch names stands in the patch's order, what only the server has keeps its order, and
 * both are woven by the order of the live list. Upstream: strategicpatch.mergePatchIntoOriginal and normalizeElementOrder, v1.36.
 */
final class ElementOrder {
    private static final String LIST = "[]interface {}";

    private final String key;
    private final boolean objects;

    /** For lists of objects with this key, or of plain values. */
    ElementOrder(String key, boolean objects) {
        this.key = key;
        this.objects = objects;
    }

    /** Carries out every {@code $setElementOrder} of the patch and removes it and its list from the patch. */
    static void apply(ObjectNode original, ObjectNode patch, MergeRules rules) {
        for (Map.Entry<String, JsonNode> entry : new ArrayList<>(patch.properties())) {
            if (entry.getKey().startsWith(StrategicMergePatch.ELEMENT_ORDER)) {
                patch.remove(entry.getKey());
                if (!entry.getValue().isArray()) {
                    throw ListMerge.badType(LIST, entry.getValue());
                }
                String member = StrategicMergePatch.listNamedBy(
                        entry.getKey(), StrategicMergePatch.ELEMENT_ORDER, "setElementOrder list");
                applyTo(member, original, patch, ListMerge.elements(entry.getValue()), rules);
            }
        }
    }

    private static void applyTo(
            String member, ObjectNode original, ObjectNode patch, List<JsonNode> order, MergeRules rules) {
        JsonNode live = original.get(member);
        JsonNode change = patch.get(member);
        if (live != null && !live.isArray()) {
            throw ListMerge.badType(LIST, live);
        }
        if (change != null && !change.isArray()) {
            throw ListMerge.badType(LIST, change);
        }
        MergeRules.Field field = StrategicMergePatch.listField(rules, member);
        List<JsonNode> liveItems = live == null ? List.of() : ListMerge.elements(live);
        List<JsonNode> changeItems = change == null ? List.of() : ListMerge.elements(change);
        checkAgainst(changeItems, order, field.mergeKey());
        JsonNode merged;
        if (change == null) {
            merged = live;
        } else if (live == null) {
            merged = StrategicMergePatch.withoutDirectives(change);
        } else {
            merged = StrategicMergePatch.mergeList((ArrayNode) live, (ArrayNode) change, field, false);
        }
        if (merged == null) {
            return;
        }
        boolean objects = ListMerge.elementType(liveItems, changeItems).equals("map[string]interface {}");
        ElementOrder ordering = new ElementOrder(field.mergeKey(), objects);
        original.set(member, ListMerge.array(ordering.arrange(ListMerge.elements(merged), order, order, liveItems)));
        patch.remove(member);
    }

    /** The list of a patch must not contradict the order that the same patch asks for. */
    private static void checkAgainst(List<JsonNode> patch, List<JsonNode> order, String key) {
        if (patch.isEmpty() || order.isEmpty()) {
            return;
        }
        int at = 0;
        int inOrder = 0;
        List<JsonNode> kept = new ArrayList<>();
        for (JsonNode element : patch) {
            if (!key.isEmpty() && !element.isObject()) {
                throw ListMerge.badType("map[string]interface {}", element);
            }
            if (!element.path(StrategicMergePatch.DIRECTIVE).asText().equals("delete")) {
                kept.add(element);
            }
        }
        while (at < kept.size() && inOrder < order.size()) {
            if (kept.get(at).has(StrategicMergePatch.DIRECTIVE)) {
                at++;
                continue;
            }
            if (GoText.same(keyOf(kept.get(at), key), keyOf(order.get(inOrder), key))) {
                at++;
            }
            inOrder++;
        }
        if (at < kept.size()) {
            throw PatchErrors.failed("The order in patch list:\n" + GoText.show(ListMerge.array(patch))
                    + "\n doesn't match $setElementOrder list:\n" + GoText.show(ListMerge.array(order)) + "\n");
        }
    }

    private static JsonNode keyOf(JsonNode element, String key) {
        if (key.isEmpty()) {
            return element;
        }
        if (!element.isObject()) {
            throw ListMerge.badType("map[string]interface {}", element);
        }
        JsonNode value = element.get(key);
        if (value == null) {
            throw ListMerge.noKey(element, key);
        }
        return value;
    }

    /**
     * Arranges a merged list.
     *
     * @param named the elements that count as the patch's
     * @param patchOrder the order of those
     * @param liveOrder the order of the others, and the one by which both are woven
     */
    List<JsonNode> arrange(
            List<JsonNode> merged, List<JsonNode> named, List<JsonNode> patchOrder, List<JsonNode> liveOrder) {
        List<JsonNode> ofPatch = new ArrayList<>();
        List<JsonNode> ofServer = new ArrayList<>();
        for (JsonNode element : merged) {
            boolean isNamed = key.isEmpty()
                    ? ListMerge.contains(named, element)
                    : ListMerge.find(named, key, keyOf(element, key)) >= 0;
            (isNamed ? ofPatch : ofServer).add(element);
        }
        return weave(sorted(ofServer, liveOrder), sorted(ofPatch, patchOrder), liveOrder);
    }

    private List<JsonNode> sorted(List<JsonNode> list, List<JsonNode> order) {
        List<JsonNode> out = new ArrayList<>();
        List<JsonNode> deletions = new ArrayList<>();
        if (objects) {
            list.forEach(element -> keyOf(element, key));
            order.forEach(element -> keyOf(element, key));
        }
        for (JsonNode element : list) {
            boolean deletion = objects
                    && element.path(StrategicMergePatch.DIRECTIVE).asText().equals("delete");
            (deletion ? deletions : out).add(element);
        }
        for (int i = 1; i < out.size(); i++) {
            for (int j = i; j > 0 && comesFirst(out.get(j), out.get(j - 1), order); j--) {
                JsonNode moved = out.get(j);
                out.set(j, out.get(j - 1));
                out.set(j - 1, moved);
            }
        }
        out.addAll(deletions);
        return out;
    }

    /** Whether the first stands before the second; true also when the order does not know both, as upstream has it. */
    private boolean comesFirst(JsonNode first, JsonNode second, List<JsonNode> order) {
        int one = index(order, first);
        int other = index(order, second);
        return one < 0 || other < 0 || one < other;
    }

    private List<JsonNode> weave(List<JsonNode> left, List<JsonNode> right, List<JsonNode> order) {
        List<JsonNode> out = new ArrayList<>(left.size() + right.size());
        int i = 0;
        int j = 0;
        while (i < left.size() || j < right.size()) {
            if (j >= right.size()) {
                out.add(left.get(i++));
            } else if (i >= left.size()) {
                out.add(right.get(j++));
            } else {
                int one = index(order, left.get(i));
                int other = index(order, right.get(j));
                out.add(one >= 0 && other >= 0 && one < other ? left.get(i++) : right.get(j++));
            }
        }
        return out;
    }

    private int index(List<JsonNode> order, JsonNode element) {
        JsonNode wanted = objects ? element.path(key) : element;
        for (int i = 0; i < order.size(); i++) {
            if (GoText.same(wanted, objects ? order.get(i).path(key) : order.get(i))) {
                return i;
            }
        }
        return -1;
    }
}
