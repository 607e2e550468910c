package io.kubejar.server.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.schema.Schema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Merges an applied value into a live one, and takes fields away. Upstream: typed/merge.go and remove.go, structured-merge-diff v6. */
final class TypedMerge {
    private TypedMerge() {}

    /** The live value with what the applied one says; neither is changed, parts of both are shared. */
    static JsonNode merge(JsonNode live, JsonNode applied, @Nullable Schema schema) {
        Shape shape = Shape.of(schema, applied);
        if (shape == Shape.LEAF || applied.isEmpty() || Shape.of(schema, live) != shape || live.isNull()) {
            boolean keeps = shape != Shape.LEAF && applied.isEmpty() && !live.isEmpty();
            return keeps ? live : applied;
        }
        return shape == Shape.MEMBERS
                ? members(live, applied, schema)
                : elements(live, applied, Objects.requireNonNull(schema));
    }

    private static JsonNode members(JsonNode live, JsonNode applied, @Nullable Schema schema) {
        ObjectNode out = Json.object();
        live.properties().forEach(e -> {
            JsonNode mine = applied.get(e.getKey());
            out.set(
                    e.getKey(),
                    mine == null ? e.getValue() : merge(e.getValue(), mine, Shape.member(schema, e.getKey())));
        });
        applied.properties().forEach(e -> {
            if (!out.has(e.getKey())) {
                out.set(e.getKey(), e.getValue());
            }
        });
        return out;
    }

    /** What both have comes in the applied order; what only the live list has stays where it was. */
    private static JsonNode elements(JsonNode live, JsonNode applied, Schema list) {
        Map<String, JsonNode> left = new LinkedHashMap<>();
        live.forEach(item -> left.putIfAbsent(Shape.elementOrValue(list, item), item));
        Map<String, JsonNode> right = new LinkedHashMap<>();
        applied.forEach(item -> right.putIfAbsent(Shape.elementOrValue(list, item), item));
        Deque<String> shared = new ArrayDeque<>();
        right.keySet().stream().filter(left::containsKey).forEach(shared::add);
        List<String> lefts = new ArrayList<>(left.keySet());
        List<String> rights = new ArrayList<>(right.keySet());
        String next = shared.poll();
        Set<String> done = new HashSet<>();
        ArrayNode out = Json.array();
        int l = 0;
        int r = 0;
        while (l < lefts.size() || r < rights.size()) {
            String mine = l < lefts.size() ? lefts.get(l) : null;
            String theirs = r < rights.size() ? rights.get(r) : null;
            if (mine != null && mine.equals(theirs)) {
                done.add(mine);
                out.add(merged(left, right, mine, list));
                l++;
                r++;
                next = shared.poll();
                continue;
            }
            if (mine != null && theirs != null && right.containsKey(mine) && next != null && !next.equals(mine)) {
                l++; // shared, but not the one whose turn it is
                continue;
            }
            if (mine != null && !right.containsKey(mine)) {
                out.add(Objects.requireNonNull(left.get(mine)));
                l++;
                continue;
            }
            if (mine != null && done.contains(mine)) {
                l++;
            }
            if (theirs != null) {
                done.add(theirs);
                out.add(merged(left, right, theirs, list));
                r++;
                if (theirs.equals(next)) {
                    next = shared.poll();
                }
            }
        }
        return out;
    }

    private static JsonNode merged(
            Map<String, JsonNode> left, Map<String, JsonNode> right, String element, Schema list) {
        JsonNode live = left.get(element);
        JsonNode applied = Objects.requireNonNull(right.get(element));
        return live == null ? applied : merge(live, applied, list.items());
    }

    /** The value without these fields; null when nothing is left of it. */
    static @Nullable JsonNode remove(JsonNode value, FieldSet gone, @Nullable Schema schema) {
        Shape shape = Shape.of(schema, value);
        if (!value.isContainerNode()) {
            return value;
        }
        if (shape == Shape.LEAF || value.isEmpty()) {
            return null;
        }
        return shape == Shape.MEMBERS
                ? removeMembers(value, gone, schema)
                : removeElements(value, gone, Objects.requireNonNull(schema));
    }

    private static @Nullable JsonNode removeMembers(JsonNode value, FieldSet gone, @Nullable Schema schema) {
        ObjectNode out = Json.object();
        boolean matched = false;
        for (Map.Entry<String, JsonNode> e : new LinkedHashSet<>(value.properties())) {
            FieldSet below = gone.below("f:" + e.getKey());
            if (below == null) {
                out.set(e.getKey(), e.getValue());
            } else if (!below.isMember()) {
                matched = true;
                out.set(e.getKey(), rest(e.getValue(), below, Shape.member(schema, e.getKey())));
            }
        }
        return out.isEmpty() && !matched ? null : out;
    }

    private static @Nullable JsonNode removeElements(JsonNode value, FieldSet gone, Schema list) {
        ArrayNode out = Json.array();
        boolean matched = false;
        for (JsonNode item : value) {
            FieldSet below = gone.below(Shape.elementOrValue(list, item));
            if (below == null) {
                out.add(item);
            } else if (!below.isMember()) {
                matched = true;
                out.add(rest(item, below, list.items()));
            }
        }
        return out.isEmpty() && !matched ? null : out;
    }

    /** What is left of a value that stays; an object or list stays as an empty one. */
    private static JsonNode rest(JsonNode value, FieldSet gone, @Nullable Schema schema) {
        JsonNode left = remove(value, gone, schema);
        if (left != null) {
            return left;
        }
        return value.isObject() ? Json.object() : Json.array();
    }
}
