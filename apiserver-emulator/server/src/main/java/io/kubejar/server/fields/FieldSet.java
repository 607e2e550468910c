package io.kubejar.server.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.schema.Schema;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A set of paths, as a tree. Elements are texts as in FieldsV1: {@code f:name}, {@code k:{"name":"c"}}, {@code v:"x"}. Filled
 * by one owner, then only read, by one thread. What is read from FieldsV1 is looked into as deep as somebody asks: a
 * change touches few of the many fields that managers own. Upstream: fieldpath.Set, structured-merge-diff v6.
 */
final class FieldSet {
    private static final String SELF = ".";

    private static final String[] NO_NAMES = {};
    private static final FieldSet[] NO_SETS = {};
    private static final int FEW = 4;
    private static final FieldSet EMPTY = new FieldSet();
    private static final FieldSet ALONE = new FieldSet().markMember();

    /** What it was read from and has not looked into yet. */
    private @Nullable JsonNode unread;

    /** What it was read from; null for one that was made. */
    private @Nullable ObjectNode source;

    /** The elements in their order; behind the last are nulls. */
    private String[] names = NO_NAMES;

    private FieldSet[] sets = NO_SETS;
    private int size;
    private boolean member;

    /** A set of nothing, shared by all: nothing is put into it. */
    static FieldSet empty() {
        return EMPTY;
    }

    /** A set of only the path at which it begins, shared by all: nothing is put into it. */
    static FieldSet alone() {
        return ALONE;
    }

    /** Puts the path at which this set begins into it. */
    FieldSet markMember() {
        if (!member) {
            look();
            source = null;
            member = true;
        }
        return this;
    }

    /** Reads the elements of this level, if that is yet to be done. */
    private void look() {
        JsonNode fields = unread;
        if (fields == null) {
            return;
        }
        unread = null;
        for (Map.Entry<String, JsonNode> entry : fields.properties()) {
            if (!entry.getKey().equals(SELF)) {
                JsonNode below = entry.getValue();
                add(entry.getKey(), below.isEmpty() ? ALONE : read(below, source != null));
            }
        }
    }

    /** Where an element stands, or -1 minus where it belongs. */
    private int find(String element) {
        return size == 0 || names[size - 1].compareTo(element) < 0
                ? -1 - size
                : Arrays.binarySearch(names, 0, size, element);
    }

    private void add(String element, FieldSet below) {
        int at = find(element);
        if (at >= 0) {
            sets[at] = below;
            return;
        }
        at = -1 - at;
        if (size == names.length) {
            int room = Math.max(FEW, size * 2);
            names = Arrays.copyOf(names, room);
            sets = Arrays.copyOf(sets, room);
        }
        System.arraycopy(names, at, names, at + 1, size - at);
        System.arraycopy(sets, at, sets, at + 1, size - at);
        names[at] = element;
        sets[at] = below;
        size++;
    }

    private FieldSet copy() {
        look();
        FieldSet out = new FieldSet();
        out.member = member;
        out.names = size == 0 ? NO_NAMES : names.clone();
        out.sets = size == 0 ? NO_SETS : sets.clone();
        out.size = size;
        return out;
    }

    boolean isMember() {
        return member;
    }

    boolean isEmpty() {
        if (member) {
            return false;
        }
        look();
        return size == 0;
    }

    /** Hangs what is below an element in; nothing happens when that is empty. */
    void put(String element, FieldSet below) {
        if (!below.isEmpty()) {
            look();
            source = null;
            add(element, below);
        }
    }

    /** What is below an element, itself included; null when nothing is. */
    @Nullable
    FieldSet below(String element) {
        look();
        int at = find(element);
        return at < 0 ? null : sets[at];
    }

    /** The same without an element and all below. */
    FieldSet without(String element) {
        return replaced(element, EMPTY);
    }

    /** The same with something else below an element, nothing when that is empty. */
    FieldSet replaced(String element, FieldSet below) {
        look();
        int at = find(element);
        if (at < 0 && below.isEmpty()) {
            return this;
        }
        FieldSet out = copy();
        if (below.isEmpty()) {
            out.remove(at);
        } else {
            out.add(element, below);
        }
        return out;
    }

    private void remove(int at) {
        size--;
        System.arraycopy(names, at + 1, names, at, size - at);
        System.arraycopy(sets, at + 1, sets, at, size - at);
    }

    /** The same without the path at which it begins. */
    FieldSet withoutMembership() {
        if (!member) {
            return this;
        }
        FieldSet out = copy();
        out.member = false;
        return out;
    }

    FieldSet union(@Nullable FieldSet other) {
        if (other == null || other == this || other.isEmpty()) {
            return this;
        }
        if (isEmpty()) {
            return other;
        }
        look();
        other.look();
        FieldSet out = this;
        if (other.member && !member) {
            out = copy();
            out.member = true;
        }
        for (int i = 0; i < other.size; i++) {
            String element = other.names[i];
            FieldSet mine = out.below(element);
            FieldSet both = mine == null ? other.sets[i] : mine.union(other.sets[i]);
            if (both != mine) {
                out = out == this ? copy() : out;
                out.add(element, both);
            }
        }
        return out;
    }

    /** What is left without another set; this very set when they have nothing in common. */
    FieldSet minus(@Nullable FieldSet other) {
        if (other == null || other.isEmpty()) {
            return this;
        }
        FieldSet out = other.member ? withoutMembership() : this;
        other.look();
        for (int i = 0; i < other.size; i++) {
            FieldSet mine = below(other.names[i]);
            FieldSet left = mine == null ? null : mine.minus(other.sets[i]);
            if (left != null && left != mine) {
                out = out.replaced(other.names[i], left);
            }
        }
        return out;
    }

    FieldSet and(FieldSet other) {
        if (other.isEmpty()) {
            return EMPTY;
        }
        other.look();
        FieldSet out = new FieldSet();
        out.member = member && other.member;
        for (int i = 0; i < other.size; i++) {
            FieldSet mine = below(other.names[i]);
            if (mine != null) {
                out.put(other.names[i], mine.and(other.sets[i]));
            }
        }
        return out;
    }

    /** The same where declared fields that have something below are members too. Upstream: EnsureNamedFieldsAreMembers. */
    FieldSet withNamedFields(@Nullable Schema schema) {
        FieldSet out = new FieldSet();
        out.member = member;
        look();
        for (int i = 0; i < size; i++) {
            FieldSet child = sets[i].withNamedFields(Shape.below(schema, names[i]));
            boolean named =
                    names[i].startsWith("f:") && child.size != 0 && Shape.declares(schema, names[i].substring(2));
            if (named) {
                child.member = true;
            }
            out.add(names[i], child);
        }
        return out;
    }

    /** Every path of the set, as messages write it: {@code .spec.ports[port=80].name}. */
    void forEachPath(String prefix, Consumer<String> each) {
        look();
        for (int i = 0; i < size; i++) {
            String path = prefix + shown(names[i]);
            if (sets[i].member) {
                each.accept(path);
            }
            sets[i].forEachPath(path, each);
        }
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

    /** The set as FieldsV1; what it was read from, where nothing has changed. Shared: never change it. */
    ObjectNode json() {
        if (source != null) {
            return source;
        }
        look();
        ObjectNode out = Json.object();
        if (member && size != 0) {
            out.putObject(SELF);
        }
        for (int i = 0; i < size; i++) {
            out.set(names[i], sets[i].json());
        }
        return out;
    }

    /** Reads FieldsV1, which must not change any more; {@link #json} orders it anew. */
    static FieldSet read(JsonNode fields) {
        return read(fields, false);
    }

    /** Reads FieldsV1 that a server has stored, which must not change any more. */
    static FieldSet stored(JsonNode fields) {
        return read(fields, true);
    }

    private static FieldSet read(JsonNode fields, boolean asItStands) {
        FieldSet out = new FieldSet();
        out.member = fields.has(SELF);
        out.unread = fields;
        out.source = asItStands && fields instanceof ObjectNode object ? object : null;
        return out;
    }
}
