package io.kubejar.server.schema;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.JsonSyntax;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON document as it was sent: its tree, and the fields that stood in it more than once, which a tree cannot show.
 * The last value of such a field counts; two objects are put together.
 */
public final class RawObject {
    private final JsonNode tree;
    private final Map<ObjectNode, List<Duplicate>> duplicates;
    private final @Nullable String problem;

    private RawObject(JsonNode tree, Map<ObjectNode, List<Duplicate>> duplicates, @Nullable String problem) {
        this.tree = tree;
        this.duplicates = duplicates;
        this.problem = problem;
    }

    /** A field that came again after so many different fields of its object. */
    record Duplicate(String field, int after) {}

    /** Wraps a tree in which nothing can be duplicate. */
    public static RawObject of(JsonNode tree) {
        return new RawObject(tree, Map.of(), null);
    }

    /** Parses a document; throws {@link DecodingException} with the words of Go's JSON package when it is none. */
    public static RawObject parse(byte[] json) {
        Map<ObjectNode, List<Duplicate>> duplicates = new IdentityHashMap<>(0);
        try (JsonParser parser = Json.parser(json)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw notJson(json);
            }
            JsonNode tree = value(parser, first, duplicates);
            if (parser.nextToken() != null) {
                throw notJson(json);
            }
            return new RawObject(tree, duplicates, null);
        } catch (JsonProcessingException e) {
            throw notJson(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DecodingException notJson(byte[] text) {
        String problem = JsonSyntax.problem(text);
        // Another limit than syntax was met.
        return new DecodingException(problem == null ? "exceeded max depth" : problem);
    }

    /** A body that is no document; whoever reads its tree gets a BadRequest with these words. */
    public static RawObject broken(String words) {
        return new RawObject(com.fasterxml.jackson.databind.node.MissingNode.getInstance(), Map.of(), words);
    }

    /** What is wrong with the body, or null. */
    @Nullable
    String problem() {
        return problem;
    }

    /** The tree. Belongs to whoever parsed it. */
    public JsonNode tree() {
        if (problem != null) {
            throw StatusException.badRequest(problem);
        }
        return tree;
    }

    List<Duplicate> duplicatesOf(ObjectNode object) {
        List<Duplicate> found = duplicates.isEmpty() ? null : duplicates.get(object);
        return found == null ? List.of() : found;
    }

    private static JsonNode value(JsonParser parser, JsonToken token, Map<ObjectNode, List<Duplicate>> duplicates)
            throws IOException {
        return switch (token) {
            case START_OBJECT -> object(parser, duplicates);
            case START_ARRAY -> {
                ArrayNode out = Json.array();
                for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
                    out.add(value(parser, t, duplicates));
                }
                yield out;
            }
            default -> Json.scalar(parser, token);
        };
    }

    private static ObjectNode object(JsonParser parser, Map<ObjectNode, List<Duplicate>> duplicates)
            throws IOException {
        ObjectNode out = Json.object();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonNode value = value(parser, parser.nextToken(), duplicates);
            JsonNode before = out.get(name);
            if (before != null) {
                duplicates.computeIfAbsent(out, o -> new ArrayList<>()).add(new Duplicate(name, out.size()));
                value = together(before, value);
            }
            out.set(name, value);
        }
        return out;
    }

    private static JsonNode together(JsonNode before, JsonNode after) {
        if (!(before instanceof ObjectNode first) || !(after instanceof ObjectNode second)) {
            return after;
        }
        ObjectNode out = Json.object();
        out.setAll(first);
        second.properties().forEach(e -> {
            JsonNode old = out.get(e.getKey());
            out.set(e.getKey(), old == null ? e.getValue() : together(old, e.getValue()));
        });
        return out;
    }
}
