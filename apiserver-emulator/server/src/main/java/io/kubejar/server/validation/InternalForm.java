package io.kubejar.server.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Values as upstream's internal types show them in messages: with Go's field names, in Go's order, and with every field
 * that was not given. The shapes stand in {@code internal-types.txt}, with their grammar. Upstream: json.Marshal of
 * pkg/apis/core/types.go, and Diff, apimachinery/pkg/util/diff, v1.36.
 */
public final class InternalForm {
    private static final Map<String, List<String>> TYPES = read();
    private static final List<String> OF_THE_HOST =
            List.of("hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace", "hostUsers");

    private InternalForm() {}

    private static Map<String, List<String>> read() {
        try (InputStream in = Objects.requireNonNull(
                InternalForm.class.getResourceAsStream("internal-types.txt"), "internal types")) {
            Map<String, List<String>> types = new HashMap<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (!line.isEmpty() && !line.startsWith("#")) {
                    List<String> words = List.of(line.split(" ", -1));
                    types.put(words.get(0), words.subList(1, words.size()));
                }
            }
            return Map.copyOf(types);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A value of a type on one line, as a message shows it. */
    public static String show(String type, JsonNode value) {
        return GoJson.compact(struct(type, value));
    }

    /** How two values of a type differ, line by line. */
    public static String diff(String type, JsonNode before, JsonNode now) {
        return UnifiedDiff.of(GoJson.indented(struct(type, before)), GoJson.indented(struct(type, now)));
    }

    /** Internally what a pod shares with its host stands in the security context. */
    private static JsonNode withHostFields(JsonNode podSpec) {
        ObjectNode out = podSpec.deepCopy();
        ObjectNode context = Json.child(out, "securityContext");
        for (String field : OF_THE_HOST) {
            if (out.has(field)) {
                context.set(field, out.get(field));
            }
        }
        return out;
    }

    private static ObjectNode struct(String type, JsonNode given) {
        JsonNode value = type.equals("PodSpec") && given.isObject() ? withHostFields(given) : given;
        ObjectNode out = Json.object();
        for (String word : TYPES.getOrDefault(type, List.of())) {
            if (word.equals("^metadata")) {
                value.path("metadata").properties().forEach(e -> out.set(e.getKey(), e.getValue()));
            } else if (word.startsWith("^")) {
                out.setAll(struct(word.substring(1), value));
            } else {
                int colon = word.indexOf(':');
                String[] names = word.substring(0, colon).split("=", -1);
                String first = names[0].substring(0, 1).toLowerCase(java.util.Locale.ROOT);
                String name = names.length > 1 ? names[1] : first + names[0].substring(1);
                out.set(names[0], value(word.substring(colon + 1), value.path(name)));
            }
        }
        return out;
    }

    private static JsonNode value(String kind, JsonNode value) {
        boolean none = value.isMissingNode() || value.isNull();
        if (kind.startsWith("*")) {
            return none ? NullNode.getInstance() : value(kind.substring(1), value);
        }
        if (kind.startsWith("[]")) {
            return none ? NullNode.getInstance() : list(kind.substring(2), value);
        }
        if (kind.equals("map")) {
            return none ? NullNode.getInstance() : sorted(value);
        }
        return switch (kind) {
            case "s" -> none ? Json.object().textNode("") : value;
            case "n", "i" -> none ? Json.object().numberNode(0) : value;
            case "b" -> none ? Json.object().booleanNode(false) : value;
            case "q" -> none ? Json.object().textNode("0") : value;
            case "r" -> none ? Json.object() : value;
            default -> struct(kind, none ? MissingNode.getInstance() : value);
        };
    }

    private static ArrayNode list(String kind, JsonNode items) {
        ArrayNode out = Json.array();
        items.forEach(item -> out.add(value(kind, item)));
        return out;
    }

    /** A map as Go writes it, by its keys. */
    static ObjectNode sorted(JsonNode map) {
        Map<String, JsonNode> entries = new TreeMap<>();
        map.properties().forEach(e -> entries.put(e.getKey(), e.getValue()));
        ObjectNode out = Json.object();
        out.setAll(entries);
        return out;
    }
}
