package io.kubejar.server.fields;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.server.schema.Schema;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which fields a value has, and in which two values differ. Upstream: typed/tofieldset.go and compare.go, structured-merge-diff v6. */
final class FieldWalk {
    private FieldWalk() {}

    /** The fields that a value sets. */
    static FieldSet fields(JsonNode value, @Nullable Schema schema) {
        FieldSet out = new FieldSet();
        switch (Shape.of(schema, value)) {
            case LEAF -> out.markMember();
            case MEMBERS ->
                value.properties().forEach(e -> {
                    FieldSet below = fields(e.getValue(), Shape.member(schema, e.getKey()));
                    boolean empty = e.getValue().isNull()
                            || (e.getValue().isObject() && e.getValue().isEmpty());
                    if (empty || !Shape.declares(schema, e.getKey())) {
                        below.markMember();
                    }
                    out.put("f:" + e.getKey(), below);
                });
            case ELEMENTS -> {
                Set<String> seen = new HashSet<>();
                for (JsonNode item : value) {
                    Schema list = Objects.requireNonNull(schema);
                    String element = Shape.elementOrValue(list, item);
                    FieldSet below = seen.add(element) ? fields(item, list.items()) : new FieldSet();
                    out.put(element, below.markMember());
                }
            }
        }
        return out;
    }

    /** How a new value differs from an old one. */
    record Comparison(FieldSet added, FieldSet modified, FieldSet removed) {
        private Comparison() {
            this(new FieldSet(), new FieldSet(), new FieldSet());
        }

        /** What the change has set. */
        FieldSet set() {
            return modified.union(added);
        }

        private void put(String element, Comparison below) {
            added.put(element, below.added);
            modified.put(element, below.modified);
            removed.put(element, below.removed);
        }

        /** The same without a field of the uppermost level. */
        Comparison without(String element) {
            return new Comparison(added.without(element), modified.without(element), removed.without(element));
        }
    }

    /** Compares two values of one schema. */
    static Comparison compare(JsonNode old, JsonNode changed, @Nullable Schema schema) {
        return walk(old, changed, schema);
    }

    private static Comparison walk(@Nullable JsonNode old, @Nullable JsonNode changed, @Nullable Schema schema) {
        Comparison out = new Comparison();
        if (old != null && old.equals(changed)) {
            return out;
        }
        Shape shape = Shape.of(schema, changed == null ? old : changed);
        boolean otherShape = old != null && Shape.of(schema, old) != shape;
        if (shape == Shape.LEAF || otherShape || (isEmpty(old) && isEmpty(changed))) {
            leaf(old, changed, out);
            return out;
        }
        if (shape == Shape.MEMBERS) {
            members(old, changed, schema, out);
        } else {
            elements(old, changed, Objects.requireNonNull(schema), out);
        }
        if (old == null) {
            out.added.markMember();
        } else if (changed == null) {
            out.removed.markMember();
        }
        return out;
    }

    private static boolean isEmpty(@Nullable JsonNode value) {
        return value == null || value.isEmpty();
    }

    private static void leaf(@Nullable JsonNode old, @Nullable JsonNode changed, Comparison out) {
        if (old == null) {
            out.added.markMember();
        } else if (changed == null) {
            out.removed.markMember();
        } else if (!same(old, changed)) {
            out.modified.markMember();
        }
    }

    /** Whether two values are the same; a number is that number in whatever width it is kept. */
    static boolean same(JsonNode one, JsonNode other) {
        if (one.isIntegralNumber() && other.isIntegralNumber()) {
            return one.bigIntegerValue().equals(other.bigIntegerValue());
        }
        if (one.isContainerNode() && other.isContainerNode()) {
            return one.equals(
                    (left, right) -> left.equals(right) || (!left.isContainerNode() && same(left, right)) ? 0 : 1,
                    other);
        }
        return one.equals(other);
    }

    private static void members(
            @Nullable JsonNode old, @Nullable JsonNode changed, @Nullable Schema schema, Comparison out) {
        Set<String> names = new LinkedHashSet<>();
        if (old != null) {
            old.fieldNames().forEachRemaining(names::add);
        }
        if (changed != null) {
            changed.fieldNames().forEachRemaining(names::add);
        }
        for (String name : names) {
            JsonNode before = old == null ? null : old.get(name);
            JsonNode after = changed == null ? null : changed.get(name);
            out.put("f:" + name, walk(before, after, Shape.member(schema, name)));
        }
    }

    private static void elements(@Nullable JsonNode old, @Nullable JsonNode changed, Schema list, Comparison out) {
        Map<String, JsonNode> before = indexed(old, list);
        Map<String, JsonNode> after = indexed(changed, list);
        Set<String> all = new LinkedHashSet<>(before.keySet());
        all.addAll(after.keySet());
        for (String element : all) {
            out.put(element, walk(before.get(element), after.get(element), list.items()));
        }
    }

    private static Map<String, JsonNode> indexed(@Nullable JsonNode values, Schema list) {
        Map<String, JsonNode> out = new LinkedHashMap<>();
        if (values != null) {
            values.forEach(item -> out.putIfAbsent(Shape.elementOrValue(list, item), item));
        }
        return out;
    }
}
