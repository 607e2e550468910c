package io.kubejar.server.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.schema.Schema;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A set of paths, as a tree. Elements are texts as in FieldsV1: {@code f:name}, {@code k:{"name":"c"}}, {@code v:"x"}. Filled
 * by one owner, then only read. Upstream: fieldpath.Set, structured-merge-diff v6.
 */
final class FieldSet {
    private static final String SELF = ".";

    /** What a set without elements shares; never written. */
    private static final TreeMap<String, FieldSet> NONE = new TreeMap<>();

    private TreeMap<String, FieldSet> children = NONE;
    private boolean member;

    /** Puts the path at which this set begins into it. */
    FieldSet markMember() {
        member = true;
        return this;
    }

    /** The elements, to be written. */
    private TreeMap<String, FieldSet> own() {
        if (children.isEmpty()) {
            children = new TreeMap<>();
        }
        return children;
    }

    private FieldSet copy() {
        FieldSet out = new FieldSet();
        out.member = member;
        if (!children.isEmpty()) {
            out.own().putAll(children);
        }
        return out;
    }

    boolean isMember() {
        return member;
    }

    boolean isEmpty() {
        return !member && children.isEmpty();
    }

    /** Hangs what is below an element in; nothing happens when that is empty. */
    void put(String element, FieldSet below) {
        if (!below.isEmpty()) {
            own().put(element, below);
        }
    }

    /** What is below an element, itself included; null when nothing is. */
    @Nullable
    FieldSet below(String element) {
        return children.get(element);
    }

    /** The same without an element and all below. */
    FieldSet without(String element) {
        if (!children.containsKey(element)) {
            return this;
        }
        FieldSet out = copy();
        out.own().remove(element);
        return out;
    }

    /** The same without the path at which it begins. */
    FieldSet withoutMembership() {
        FieldSet out = copy();
        out.member = false;
        return out;
    }

    FieldSet union(@Nullable FieldSet other) {
        if (other == null || other.isEmpty()) {
            return this;
        }
        if (isEmpty()) {
            return other;
        }
        FieldSet out = copy();
        out.member = member || other.member;
        other.children.forEach((element, below) -> out.own().merge(element, below, FieldSet::union));
        return out;
    }

    FieldSet minus(@Nullable FieldSet other) {
        if (other == null || other.isEmpty()) {
            return this;
        }
        FieldSet out = new FieldSet();
        out.member = member && !other.member;
        children.forEach((element, below) -> out.put(element, below.minus(other.children.get(element))));
        return out;
    }

    FieldSet and(FieldSet other) {
        FieldSet out = new FieldSet();
        out.member = member && other.member;
        children.forEach((element, below) -> {
            FieldSet there = other.children.get(element);
            if (there != null) {
                out.put(element, below.and(there));
            }
        });
        return out;
    }

    /** The same where declared fields that have something below are members too. Upstream: EnsureNamedFieldsAreMembers. */
    FieldSet withNamedFields(@Nullable Schema schema) {
        FieldSet out = new FieldSet();
        out.member = member;
        children.forEach((element, below) -> {
            FieldSet child = below.withNamedFields(Shape.below(schema, element));
            boolean named = element.startsWith("f:")
                    && !below.children.isEmpty()
                    && Shape.declares(schema, element.substring(2));
            if (named) {
                child.member = true;
            }
            out.own().put(element, child);
        });
        return out;
    }

    /** Every path of the set, as messages write it: {@code .spec.ports[port=80].name}. */
    void forEachPath(String prefix, Consumer<String> each) {
        children.forEach((element, below) -> {
            String path = prefix + shown(element);
            if (below.member) {
                each.accept(path);
            }
            below.forEachPath(path, each);
        });
    }

    private static String shown(String element) {
        String text = element.substring(2);
        switch (element.charAt(0)) {
            case 'f':
                return "." + text;
            case 'k':
                StringBuilder keys = new StringBuilder("[");
                Json.parse(text)
                        .properties()
                        .forEach(e -> keys.append(keys.length() == 1 ? "" : ",")
                                .append(e.getKey())
                                .append('=')
                                .append(Json.string(e.getValue())));
                return keys.append(']').toString();
            case 'v':
                return "[=" + text + "]";
            default:
                return "[" + text + "]";
        }
    }

    /** The set as FieldsV1. */
    ObjectNode json() {
        ObjectNode out = Json.object();
        if (member && !children.isEmpty()) {
            out.putObject(SELF);
        }
        children.forEach((element, below) -> out.set(element, below.json()));
        return out;
    }

    /** Reads FieldsV1. */
    static FieldSet read(JsonNode fields) {
        FieldSet out = new FieldSet();
        for (Map.Entry<String, JsonNode> entry : fields.properties()) {
            if (entry.getKey().equals(SELF)) {
                out.member = true;
            } else if (entry.getValue().isEmpty()) {
                out.own().put(entry.getKey(), new FieldSet().markMember());
            } else {
                out.own().put(entry.getKey(), read(entry.getValue()));
            }
        }
        return out;
    }
}
