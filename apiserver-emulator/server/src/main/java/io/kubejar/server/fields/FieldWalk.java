package io.kubejar.server.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.server.schema.Schema;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which fields a value has, and in which two values differ. Upstream: typed/tofieldset.go and compare.go, structured-merge-diff v6. */
@SuppressWarnings("ReferenceEquality") // what a write has not touched is the very same node
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

    /** How a new value differs from an old one. Read only. */
    record Comparison(FieldSet added, FieldSet modified, FieldSet removed) {
        private static final Comparison SAME = new Comparison(FieldSet.empty(), FieldSet.empty(), FieldSet.empty());
        private static final Comparison ADDED = new Comparison(FieldSet.alone(), FieldSet.empty(), FieldSet.empty());
        private static final Comparison MODIFIED = new Comparison(FieldSet.empty(), FieldSet.alone(), FieldSet.empty());
        private static final Comparison REMOVED = new Comparison(FieldSet.empty(), FieldSet.empty(), FieldSet.alone());

        /** What the change has set. */
        FieldSet set() {
            return modified.union(added);
        }
    }

    /** The comparison of what has parts; sets come into being when something is put into them. */
    private static final class Parts {
        private FieldSet added = FieldSet.empty();
        private FieldSet modified = FieldSet.empty();
        private FieldSet removed = FieldSet.empty();

        /** What a member differs in. */
        void member(String name, Comparison below) {
            if (below != Comparison.SAME) {
                put("f:" + name, below);
            }
        }

        void put(String element, Comparison below) {
            added = put(added, element, below.added);
            modified = put(modified, element, below.modified);
            removed = put(removed, element, below.removed);
        }

        private static FieldSet put(FieldSet set, String element, FieldSet below) {
            if (below.isEmpty()) {
                return set;
            }
            FieldSet out = set.isEmpty() ? new FieldSet() : set;
            out.put(element, below);
            return out;
        }

        Comparison done(boolean isNew, boolean isGone) {
            if (isNew) {
                return new Comparison(withSelf(added), modified, removed);
            }
            if (isGone) {
                return new Comparison(added, modified, withSelf(removed));
            }
            boolean same = added.isEmpty() && modified.isEmpty() && removed.isEmpty();
            return same ? Comparison.SAME : new Comparison(added, modified, removed);
        }

        private static FieldSet withSelf(FieldSet set) {
            return set.isEmpty() ? FieldSet.alone() : set.markMember();
        }
    }

    /** Compares two objects of one schema; what stands in a member of the uppermost level is left out, "" for none. */
    static Comparison compare(ObjectNode old, JsonNode changed, @Nullable Schema schema, String ignored) {
        return walk(old, changed, schema, ignored);
    }

    private static Comparison walk(@Nullable JsonNode old, @Nullable JsonNode changed, @Nullable Schema schema) {
        return walk(old, changed, schema, "");
    }

    private static Comparison walk(
            @Nullable JsonNode old, @Nullable JsonNode changed, @Nullable Schema schema, String ignored) {
        if (old == changed) {
            return Comparison.SAME;
        }
        Shape shape = Shape.of(schema, changed == null ? old : changed);
        boolean otherShape = old != null && Shape.of(schema, old) != shape;
        if (shape == Shape.LEAF || otherShape || (isEmpty(old) && isEmpty(changed))) {
            return leaf(old, changed);
        }
        Parts parts = new Parts();
        if (shape == Shape.MEMBERS) {
            members(old, changed, schema, ignored, parts);
        } else {
            elements(old, changed, Objects.requireNonNull(schema), parts);
        }
        return parts.done(old == null, changed == null);
    }

    private static boolean isEmpty(@Nullable JsonNode value) {
        return value == null || value.isEmpty();
    }

    private static Comparison leaf(@Nullable JsonNode old, @Nullable JsonNode changed) {
        if (old == null) {
            return Comparison.ADDED;
        }
        if (changed == null) {
            return Comparison.REMOVED;
        }
        return same(old, changed) ? Comparison.SAME : Comparison.MODIFIED;
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
            @Nullable JsonNode old, @Nullable JsonNode changed, @Nullable Schema schema, String ignored, Parts out) {
        if (old != null) {
            for (Map.Entry<String, JsonNode> member : old.properties()) {
                String name = member.getKey();
                JsonNode before = member.getValue();
                JsonNode after = changed == null ? null : changed.get(name);
                if (before != after && !name.equals(ignored)) {
                    out.member(name, walk(before, after, Shape.member(schema, name)));
                }
            }
        }
        if (changed != null) {
            for (Map.Entry<String, JsonNode> member : changed.properties()) {
                String name = member.getKey();
                if (!name.equals(ignored) && (old == null || !old.has(name))) {
                    out.member(name, walk(null, member.getValue(), Shape.member(schema, name)));
                }
            }
        }
    }

    private static void elements(@Nullable JsonNode old, @Nullable JsonNode changed, Schema list, Parts out) {
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
