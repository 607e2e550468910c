package io.kubejar.core.object;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The members of one JSON object in their order. Most objects of Kubernetes have a handful: they lie side by side in an
 * array and are found by looking at each, which takes a third of a hash map's memory and no more time. An object with many
 * is a hash map. Like a hash map it may be read by several threads while nobody changes it.
 */
final class Members extends AbstractMap<String, JsonNode> {
    /** More members than this are hashed. */
    static final int FEW = 16;

    private static final Object[] NONE = {};

    /** A name and its value, and again; behind the last are nulls. */
    private @Nullable Object[] few = NONE;

    private int size; // of few
    private @Nullable Map<String, JsonNode> many; // when it is there, few is empty

    /** Where the name stands in {@link #few}, or -1. */
    private int find(Object name) {
        int hash = name.hashCode();
        for (int i = 0; i < size * 2; i += 2) {
            Object one = few[i];
            // Most names are literals or of the parser, which keeps one of each.
            if (one == name || (one != null && one.hashCode() == hash && one.equals(name))) {
                return i;
            }
        }
        return -1;
    }

    /** The same names with copies of their values. */
    Members deepCopy() {
        Members out = new Members();
        if (many != null) {
            Map<String, JsonNode> all = new LinkedHashMap<>(many.size() * 2);
            many.forEach((name, value) -> all.put(name, value.deepCopy()));
            out.many = all;
            return out;
        }
        out.few = size == 0 ? NONE : Arrays.copyOf(few, size * 2);
        out.size = size;
        for (int i = 1; i < size * 2; i += 2) {
            out.few[i] = ((JsonNode) few[i]).deepCopy();
        }
        return out;
    }

    @Override
    public int size() {
        return many != null ? many.size() : size;
    }

    @Override
    public boolean containsKey(Object name) {
        return many != null ? many.containsKey(name) : find(name) >= 0;
    }

    @Override
    public @Nullable JsonNode get(Object name) {
        if (many != null) {
            return many.get(name);
        }
        int at = find(name);
        return at < 0 ? null : (JsonNode) few[at + 1];
    }

    @Override
    public @Nullable JsonNode put(String name, JsonNode value) {
        if (many != null) {
            return many.put(name, value);
        }
        int at = find(name);
        if (at >= 0) {
            JsonNode before = (JsonNode) few[at + 1];
            few[at + 1] = value;
            return before;
        }
        if (size == FEW) {
            Map<String, JsonNode> all = new LinkedHashMap<>(this);
            many = all;
            few = NONE;
            size = 0;
            return all.put(name, value);
        }
        if (size * 2 == few.length) {
            few = Arrays.copyOf(few, Math.max(2, few.length * 2));
        }
        few[size * 2] = name;
        few[size * 2 + 1] = value;
        size++;
        return null;
    }

    @Override
    public void putAll(Map<? extends String, ? extends JsonNode> others) {
        if (others instanceof Members that && that.many == null && many == null && size == 0) {
            few = that.size == 0 ? NONE : Arrays.copyOf(that.few, that.size * 2);
            size = that.size;
        } else {
            others.forEach(this::put);
        }
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super JsonNode> each) {
        if (many != null) {
            many.forEach(each);
            return;
        }
        for (int i = 0; i < size * 2; i += 2) {
            each.accept((String) few[i], (JsonNode) few[i + 1]);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof Members that) || many != null || that.many != null) {
            return super.equals(other);
        }
        if (size != that.size) {
            return false;
        }
        for (int i = 0; i < size * 2; i += 2) {
            // Objects of one kind have their members in one order, mostly.
            int at = few[i] == that.few[i] ? i : that.find(few[i]);
            if (at < 0 || !few[i + 1].equals(that.few[at + 1])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return super.hashCode(); // of the names and values, as for every map
    }

    @Override
    public @Nullable JsonNode remove(Object name) {
        if (many != null) {
            return many.remove(name);
        }
        int at = find(name);
        if (at < 0) {
            return null;
        }
        JsonNode before = (JsonNode) few[at + 1];
        removeAt(at);
        return before;
    }

    private void removeAt(int at) {
        size--;
        System.arraycopy(few, at + 2, few, at, size * 2 - at);
        few[size * 2] = null;
        few[size * 2 + 1] = null;
    }

    @Override
    public void clear() {
        many = null;
        few = NONE;
        size = 0;
    }

    @Override
    public Set<Map.Entry<String, JsonNode>> entrySet() {
        return many != null ? many.entrySet() : new Few();
    }

    private final class Few extends AbstractSet<Map.Entry<String, JsonNode>> {
        @Override
        public int size() {
            return size;
        }

        @Override
        public Iterator<Map.Entry<String, JsonNode>> iterator() {
            return new Walk();
        }
    }

    private final class Walk implements Iterator<Map.Entry<String, JsonNode>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < size * 2;
        }

        @Override
        public Map.Entry<String, JsonNode> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            next += 2;
            return new Member((String) few[next - 2], (JsonNode) few[next - 1]);
        }

        @Override
        public void remove() {
            next -= 2;
            removeAt(next);
        }
    }

    /** One member; setting its value sets it in the object. */
    private final class Member extends SimpleEntry<String, JsonNode> {
        private static final long serialVersionUID = 1L;

        Member(String name, JsonNode value) {
            super(name, value);
        }

        @Override
        public JsonNode setValue(JsonNode value) {
            put(getKey(), value);
            return super.setValue(value);
        }
    }
}
