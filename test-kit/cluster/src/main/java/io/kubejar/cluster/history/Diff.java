package io.kubejar.cluster.history;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is different between two states of one object. {@code resourceVersion} and {@code managedFields}, which every write
 * changes, do not count.
 *
 * @param changes in the order of the fields
 */
public record Diff(List<Change> changes) {
    private static final Set<String> WITH_EVERY_WRITE = Set.of("metadata.resourceVersion", "metadata.managedFields");
    /** By which member the elements of a list are told apart, the first that all of them have. */
    private static final List<String> KEYS = List.of("type", "name", "uid", "ip", "containerPort", "port", "key");

    private static final int SHOWN_MAX = 200;

    /**
     * One path at which something is different.
     *
     * @param path as in {@code status.conditions[Ready].status}; list elements by what tells them apart, else by place
     * @param before null when it was added
     * @param after null when it was removed
     */
    public record Change(
            String path,
            @Nullable JsonNode before,
            @Nullable JsonNode after) {
        @Override
        public String toString() {
            if (before == null) {
                return "+ " + path + ": " + shown(after);
            }
            return after == null
                    ? "- " + path + ": " + shown(before)
                    : "~ " + path + ": " + shown(before) + " -> " + shown(after);
        }

        private static String shown(@Nullable JsonNode value) {
            String text = value == null ? "" : value.isTextual() ? value.textValue() : Json.string(value);
            String line = text.replace("\n", "\\n");
            return line.length() <= SHOWN_MAX ? line : line.substring(0, SHOWN_MAX) + "...";
        }
    }

    /** Of two objects; null for one that is not there. */
    public static Diff of(@Nullable ApiObject before, @Nullable ApiObject after) {
        return between(before == null ? Json.object() : before.tree(), after == null ? Json.object() : after.tree());
    }

    /** Of two trees. */
    static Diff between(JsonNode before, JsonNode after) {
        List<Change> out = new ArrayList<>();
        walk("", before, after, out);
        return new Diff(List.copyOf(out));
    }

    /** Whether nothing is different. */
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** The paths at which something is different. */
    public List<String> paths() {
        return changes.stream().map(Change::path).toList();
    }

    private static void walk(String path, JsonNode before, JsonNode after, List<Change> out) {
        if (before.equals(after) || WITH_EVERY_WRITE.contains(path)) {
            return;
        }
        Map<String, JsonNode> old = members(before, after);
        Map<String, JsonNode> now = members(after, before);
        boolean bothInside = before.getNodeType() == after.getNodeType() && before.isContainerNode();
        if (!bothInside) {
            out.add(new Change(path, nullable(before), nullable(after)));
            return;
        }
        Set<String> names = new LinkedHashSet<>(old.keySet());
        names.addAll(now.keySet());
        for (String name : names) {
            String below = before.isArray() ? path + "[" + name + "]" : path.isEmpty() ? name : path + "." + name;
            JsonNode missing = Json.object().path("");
            walk(below, old.getOrDefault(name, missing), now.getOrDefault(name, missing), out);
        }
    }

    private static @Nullable JsonNode nullable(JsonNode node) {
        return node.isMissingNode() ? null : node;
    }

    /** The members of an object or list by their names; those of a list as they are told apart in both lists. */
    private static Map<String, JsonNode> members(JsonNode node, JsonNode other) {
        Map<String, JsonNode> out = new LinkedHashMap<>();
        if (!node.isArray()) {
            node.properties().forEach(e -> out.put(e.getKey(), e.getValue()));
            return out;
        }
        String key = KEYS.stream()
                .filter(one -> tellsApart(node, one) && tellsApart(other, one))
                .findFirst()
                .orElse("");
        for (int i = 0; i < node.size(); i++) {
            out.put(key.isEmpty() ? String.valueOf(i) : node.get(i).path(key).asText(), node.get(i));
        }
        return out;
    }

    private static boolean tellsApart(JsonNode list, String key) {
        Set<String> seen = new LinkedHashSet<>();
        for (JsonNode element : list) {
            if (!element.path(key).isValueNode() || !seen.add(element.path(key).asText())) {
                return false;
            }
        }
        return true;
    }

    /** A line for each path. */
    @Override
    public String toString() {
        return changes.stream().map(Change::toString).collect(Collectors.joining("\n"));
    }
}
