package io.kubejar.core.object;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON trees: one shared mapper, and short names for the reads that every component makes. */
public final class Json {
    /** Deepest nesting that is accepted; deeper input is refused before it is built. */
    public static final int MAX_DEPTH = 500;

    private static final JsonMapper MAPPER = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(CanonicalNodes.INSTANCE)
            .build();

    private Json() {}

    /** The shared mapper; trees only, nothing is bound to classes. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** A new empty object. */
    public static ObjectNode object() {
        return CanonicalNodes.INSTANCE.objectNode();
    }

    /** A new empty array. */
    public static ArrayNode array() {
        return CanonicalNodes.INSTANCE.arrayNode();
    }

    /** Parses a value; throws {@link UncheckedIOException} with Jackson's own cause when it is not JSON. */
    public static JsonNode parse(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Parses a value from text; see {@link #parse(byte[])}. */
    public static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The compact form of a tree in UTF-8. */
    public static byte[] bytes(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The compact form of a tree. */
    public static String string(JsonNode tree) {
        try {
            return MAPPER.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands at the path of member names; a missing node when there is nothing. */
    public static JsonNode at(JsonNode node, String... path) {
        JsonNode at = node;
        for (String member : path) {
            at = at.path(member);
        }
        return at;
    }

    /** The text at the path, or null when there is none or it is no text. */
    public static @Nullable String text(JsonNode node, String... path) {
        JsonNode at = at(node, path);
        return at.isTextual() ? at.textValue() : null;
    }

    /** The text at the path, or "" when there is none. */
    public static String textOr(JsonNode node, String otherwise, String... path) {
        String text = text(node, path);
        return text == null ? otherwise : text;
    }

    /** The whole number at the path, or the given one when there is none. */
    public static long number(JsonNode node, long otherwise, String... path) {
        JsonNode at = at(node, path);
        return at.isNumber() ? at.longValue() : otherwise;
    }

    /** Whether the value at the path is true. */
    public static boolean isTrue(JsonNode node, String... path) {
        return at(node, path).booleanValue();
    }

    /** The object below the parent's member, made when it is missing or null. */
    public static ObjectNode child(ObjectNode parent, String member) {
        return parent.get(member) instanceof ObjectNode object ? object : parent.putObject(member);
    }

    /** The array below the parent's member, made when it is missing or null. */
    public static ArrayNode list(ObjectNode parent, String member) {
        return parent.get(member) instanceof ArrayNode array ? array : parent.putArray(member);
    }

    /** An object of texts as an ordered map; empty when the node is none. Members that are no text are left out. */
    public static Map<String, String> map(JsonNode node) {
        if (!node.isObject() || node.isEmpty()) {
            return Map.of();
        }
        Map<String, String> out = new LinkedHashMap<>();
        node.properties().forEach(e -> {
            if (e.getValue().isTextual()) {
                out.put(e.getKey(), e.getValue().textValue());
            }
        });
        return out;
    }

    /** The elements of an array of texts; empty when the node is none. */
    public static List<String> strings(JsonNode node) {
        List<String> out = new ArrayList<>(node.size());
        node.forEach(e -> out.add(e.asText()));
        return out;
    }

    /** A new object with the map's entries. */
    public static ObjectNode of(Map<String, String> entries) {
        ObjectNode out = object();
        entries.forEach(out::put);
        return out;
    }
}
