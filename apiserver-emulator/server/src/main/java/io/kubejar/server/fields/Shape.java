package io.kubejar.server.fields;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.schema.Schema;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How a value is owned: as a whole, by its members, or by its elements. A null schema stands for anything. */
enum Shape {
    /** A plain value, or a list or object that has one owner. */
    LEAF,
    /** An object whose members have owners. */
    MEMBERS,
    /** A list whose elements have owners. */
    ELEMENTS;

    /** How a value of this schema is owned. */
    static Shape of(@Nullable Schema schema, @Nullable JsonNode value) {
        if (schema == null || schema.kind() == Schema.Kind.ANY) {
            return value != null && value.isObject() ? MEMBERS : LEAF;
        }
        return switch (schema.kind()) {
            case OBJECT, MAP -> schema.isAtomicMap() || isOther(value, true) ? LEAF : MEMBERS;
            case LIST -> schema.listType().equals("atomic") || isOther(value, false) ? LEAF : ELEMENTS;
            default -> LEAF;
        };
    }

    private static boolean isOther(@Nullable JsonNode value, boolean object) {
        return value != null && !value.isNull() && (object ? !value.isObject() : !value.isArray());
    }

    /** The schema of a member. */
    static @Nullable Schema member(@Nullable Schema schema, String name) {
        if (schema == null) {
            return null;
        }
        Schema property = schema.property(name);
        return property != null ? property : schema.additionalProperties();
    }

    /** Whether the type declares a field of this name. */
    static boolean declares(@Nullable Schema schema, String name) {
        return schema != null && schema.property(name) != null;
    }

    /** The schema below a path element. */
    static @Nullable Schema below(@Nullable Schema schema, String element) {
        if (element.startsWith("f:")) {
            return member(schema, element.substring(2));
        }
        return schema == null ? null : schema.items();
    }

    /**
     * The path element of a list's element.
     *
     * @throws IllegalArgumentException in upstream's words, when it has none
     */
    static String element(Schema list, JsonNode item) {
        if (list.listType().equals("set")) {
            if (item.isContainerNode() || item.isNull()) {
                throw new IllegalArgumentException(
                        item.isObject()
                                ? "associative list without keys has an element that's a map type"
                                : item.isNull()
                                        ? "associative list without keys has an element that's an explicit null"
                                        : "not supported: associative list with lists as elements");
            }
            return "v:" + (item.isTextual() ? Json.quote(item.textValue()) : Json.string(item));
        }
        if (!item.isObject()) {
            throw new IllegalArgumentException(
                    item.isNull()
                            ? "associative list with keys may not have a null element"
                            : "associative list with keys may not have non-map elements");
        }
        StringBuilder keys = new StringBuilder();
        for (String key : sorted(list.listMapKeys())) {
            JsonNode value = item.get(key);
            if (value == null) {
                Schema property = member(list.items(), key);
                value = property == null ? null : property.defaultValue();
            }
            if (value != null) {
                keys.append(keys.length() == 0 ? "" : ",")
                        .append(Json.quote(key))
                        .append(':')
                        .append(value.isTextual() ? Json.quote(value.textValue()) : Json.string(value));
            }
        }
        if (keys.length() == 0) {
            throw new IllegalArgumentException("associative list with keys has an element that omits all key fields "
                    + Json.string(Json.mapper().valueToTree(list.listMapKeys())).replace("\",\"", "\" \"")
                    + " (and doesn't have default values for any key fields)");
        }
        return "k:{" + keys + "}";
    }

    private static Collection<String> sorted(List<String> keys) {
        return keys.size() < 2 ? keys : new TreeSet<>(keys);
    }

    /** The path element of an element of a stored list; what has none is told apart by its value. */
    static String elementOrValue(Schema list, JsonNode item) {
        try {
            return element(list, item);
        } catch (IllegalArgumentException e) {
            return "v:" + Json.string(item); // older servers let such elements in; they are owned as they are
        }
    }
}
