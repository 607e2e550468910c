package io.kubejar.core.object;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON trees: one shared mapper, and short names for the reads that every component makes. */
public final class Json {
    /** Deepest nesting that is accepted; deeper input is refused before it is built. */
    public static final int MAX_DEPTH = 500;

    private static final JsonNodeFactory NODES = CanonicalNodes.INSTANCE;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();
    private static final JsonTrees TREES = new JsonTrees(NODES);

    /** Made when somebody asks for it, which few do. */
    private static final class Mapper {
        static final JsonMapper INSTANCE = JsonMapper.builder(FACTORY)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .nodeFactory(NODES)
                .build();
    }

    private Json() {}

    /** The shared mapper, for values that are no trees; it takes its time to come into being. */
    public static JsonMapper mapper() {
        return Mapper.INSTANCE;
    }

    /** Makes nodes. */
    public static JsonNodeFactory nodes() {
        return NODES;
    }

    /** The tokens of a document. */
    public static JsonParser parser(byte[] json) throws IOException {
        return FACTORY.createParser(json);
    }

    /** The value that is the parser's current token, which begins neither object nor array. */
    public static JsonNode scalar(JsonParser parser, JsonToken token) throws IOException {
        return TREES.scalar(parser, token);
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
        try (JsonParser parser = FACTORY.createParser(json)) {
            return TREES.read(parser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Parses a value from text; see {@link #parse(byte[])}. */
    public static JsonNode parse(String json) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            return TREES.read(parser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The compact form of a tree in UTF-8. */
    public static byte[] bytes(JsonNode tree) {
        Collected out = new Collected();
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            JsonTrees.write(tree, generator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.bytes;
    }

    /** Takes what a generator writes, which is all at once unless it is long. */
    private static final class Collected extends OutputStream {
        private byte[] bytes = {};

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            int before = bytes.length;
            bytes = Arrays.copyOf(bytes, before + length);
            System.arraycopy(from, offset, bytes, before, length);
        }
    }

    /** The compact form of a tree. */
    public static String string(JsonNode tree) {
        StringWriter out = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            JsonTrees.write(tree, generator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    /** A text as JSON has it, in quotes. */
    public static String quote(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\' || c > '~') {
                return string(NODES.textNode(text));
            }
        }
        return '"' + text + '"';
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
