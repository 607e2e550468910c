package io.kubejar.server.schema;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a type by their protobuf numbers. Structs that Go embeds are messages of their own there. */
final class ProtoFields {
    private final Map<Integer, Entry> entries = new HashMap<>();

    /**
     * What a number stands for: a field, or an embedded struct.
     *
     * @param name the field's JSON name; "" for an embedded struct
     */
    record Entry(
            String name, @Nullable Schema field, @Nullable ProtoFields embedded) {}

    static ProtoFields of(Map<String, Schema> properties) {
        ProtoFields out = new ProtoFields();
        properties.forEach((name, field) -> out.add(field.facts().protoPath, 0, name, field));
        return out;
    }

    private void add(int[] path, int at, String name, Schema field) {
        if (at == path.length) {
            return;
        }
        if (at == path.length - 1) {
            entries.put(path[at], new Entry(name, field, null));
            return;
        }
        Entry entry = entries.computeIfAbsent(path[at], n -> new Entry("", null, new ProtoFields()));
        ProtoFields inner = entry.embedded();
        if (inner != null) {
            inner.add(path, at + 1, name, field);
        }
    }

    @Nullable
    Entry find(int number) {
        return entries.get(number);
    }

    Map<Integer, Entry> entries() {
        return entries;
    }
}
