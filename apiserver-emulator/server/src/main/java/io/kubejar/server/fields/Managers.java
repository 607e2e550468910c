package io.kubejar.server.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The managers of one object's fields, between two forms of {@code metadata.managedFields}. Changed in place by one owner. */
final class Managers {
    private static final String APPLY = "Apply";

    /** Who manages; the version is "" for an applier, who has one entry whatever the version. */
    record Key(String name, boolean applies, String version, String subresource) {
        static Key of(String name, boolean applies, String apiVersion, String subresource) {
            return new Key(name, applies, applies ? "" : apiVersion, subresource);
        }

        /** As messages name the manager. Upstream: printManager, managedfields/internal/conflict.go. */
        String shown() {
            String who = quote(name);
            if (!subresource.isEmpty()) {
                who += " with subresource " + quote(subresource);
            }
            return applies ? who : who + " using " + version;
        }

        private static String quote(String text) {
            return Json.quote(text);
        }
    }

    /**
     * What one manager owns.
     *
     * @param time null until it has changed something
     * @param entry how it stands in the list that it was read from; null when it is to be written anew
     */
    record Owned(
            FieldSet fields,
            String apiVersion,
            @Nullable Instant time,
            @Nullable JsonNode entry) {
        Owned(FieldSet fields, String apiVersion, @Nullable Instant time) {
            this(fields, apiVersion, time, null);
        }
    }

    private final Map<Key, Owned> owned = new LinkedHashMap<>();

    /** Reads the list; entries that are not understood make it empty, as upstream does. */
    static Managers read(JsonNode list) {
        return read(list, false);
    }

    /** The same of the list of an object that is stored; entries that stay as they are are written as they stand there. */
    static Managers stored(JsonNode list) {
        return read(list, true);
    }

    private static Managers read(JsonNode list, boolean stored) {
        Managers out = new Managers();
        for (JsonNode entry : list) {
            String operation = Json.textOr(entry, "", "operation");
            boolean known = operation.equals(APPLY) || operation.equals("Update");
            if (!known || !Json.textOr(entry, "", "fieldsType").equals("FieldsV1")) {
                return new Managers();
            }
            String version = Json.textOr(entry, "", "apiVersion");
            Key key = Key.of(
                    Json.textOr(entry, "", "manager"),
                    operation.equals(APPLY),
                    version,
                    Json.textOr(entry, "", "subresource"));
            JsonNode paths = entry.path("fieldsV1");
            FieldSet fields = stored ? FieldSet.stored(paths) : FieldSet.read(paths);
            out.owned.put(
                    key, new Owned(fields, version, Times.parse(Json.text(entry, "time")), stored ? entry : null));
        }
        return out;
    }

    /** Writes the list, or takes it away when nobody owns anything. */
    void write(ObjectNode metadata) {
        if (owned.isEmpty()) {
            metadata.remove("managedFields");
            return;
        }
        List<Map.Entry<Key, Owned>> sorted = new ArrayList<>(owned.entrySet());
        sorted.sort(
                Comparator.comparing((Map.Entry<Key, Owned> e) -> !e.getKey().applies())
                        .thenComparingLong(e -> seconds(e.getValue().time()))
                        .thenComparing(e -> e.getKey().name())
                        .thenComparing(e -> e.getValue().apiVersion())
                        .thenComparing(e -> e.getKey().subresource()));
        ArrayNode list = metadata.putArray("managedFields");
        sorted.forEach(e -> list.add(entry(e.getKey(), e.getValue())));
    }

    private static long seconds(@Nullable Instant time) {
        return time == null ? 0 : time.getEpochSecond();
    }

    private static JsonNode entry(Key key, Owned owned) {
        if (owned.entry() != null) {
            return owned.entry();
        }
        ObjectNode out = Json.object();
        out.put("manager", key.name())
                .put("operation", key.applies() ? APPLY : "Update")
                .put("apiVersion", owned.apiVersion());
        if (owned.time() != null) {
            out.put("time", Times.format(owned.time()));
        }
        out.put("fieldsType", "FieldsV1");
        out.set("fieldsV1", owned.fields().json());
        if (!key.subresource().isEmpty()) {
            out.put("subresource", key.subresource());
        }
        return out;
    }

    boolean isEmpty() {
        return owned.isEmpty();
    }

    /** All of them; to be copied before they are changed. */
    Map<Key, Owned> all() {
        return owned;
    }

    /** Gives a manager these fields, and no others; a manager without fields is none. */
    void set(Key key, Owned fields) {
        if (fields.fields().isEmpty()) {
            owned.remove(key);
        } else {
            owned.put(key, fields);
        }
    }

    /** The fields of all managers together. */
    FieldSet everything() {
        FieldSet out = new FieldSet();
        for (Owned one : owned.values()) {
            out = out.union(one.fields());
        }
        return out;
    }
}
