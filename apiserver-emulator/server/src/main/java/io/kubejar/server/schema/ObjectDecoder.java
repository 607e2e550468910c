package io.kubejar.server.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.schema.Schema.Kind;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decodes JSON into the typed form of a built-in kind and writes it again, as Go does when an object passes through a
 * struct: wrong types are refused, unknown fields vanish, field names are case sensitive, null and empty values vanish
 * where the struct says {@code omitempty}, and what Go always writes appears. Upstream: sigs.k8s.io/json and
 * encoding/json over the types of k8s.io/api, v1.36. An instance decodes one object.
 */
@SuppressWarnings("ReferenceEquality") // a value that is right as it stands is the very same node
public final class ObjectDecoder {
    /** Upstream stops counting there. */
    private static final int MOST_PROBLEMS = 100;

    private final RawObject raw;
    private final Set<String> problems = new LinkedHashSet<>();
    private final List<String> fields = new ArrayList<>();
    private final StringBuilder path = new StringBuilder();
    private @Nullable Schema struct;
    private boolean sharing;
    private @Nullable String firstError;
    private boolean strict = true;

    private ObjectDecoder(RawObject raw) {
        this.raw = raw;
    }

    /**
     * Decodes a document into a kind. Throws {@link DecodingException}: {@code json: cannot unmarshal …}, or, only when
     * strict, {@code strict decoding error: …}.
     */
    public static Decoded decode(RawObject raw, Schema schema, Strictness strictness) {
        ObjectDecoder decoder = new ObjectDecoder(raw);
        JsonNode out = decoder.value(raw.tree(), schema);
        if (decoder.firstError != null) {
            throw new DecodingException(decoder.firstError);
        }
        List<String> problems = List.copyOf(decoder.problems);
        if (strictness == Strictness.STRICT && !problems.isEmpty()) {
            throw new DecodingException("strict decoding error: " + String.join(", ", problems));
        }
        return new Decoded((ObjectNode) out, strictness == Strictness.IGNORE ? List.of() : problems);
    }

    /** Decodes a tree; see {@link #decode(RawObject, Schema, Strictness)}. The tree is not changed. */
    public static Decoded decode(ObjectNode tree, Schema schema, Strictness strictness) {
        return decode(RawObject.of(tree), schema, strictness);
    }

    /**
     * The tree as Go would write it again. What is wrong in it ends in a {@link DecodingException}. What stands there as Go
     * would write it, or is of a kind of which the schema says nothing, is shared with the given tree.
     */
    public static ObjectNode normalize(ObjectNode tree, Schema schema) {
        ObjectDecoder decoder = new ObjectDecoder(RawObject.of(tree));
        decoder.strict = false;
        decoder.sharing = true;
        JsonNode out = decoder.value(tree, schema);
        if (decoder.firstError != null) {
            throw new DecodingException(decoder.firstError);
        }
        return (ObjectNode) out;
    }

    /** The value in its written form; null stands for Go's nil. */
    private JsonNode value(JsonNode node, Schema schema) {
        if (node.isNull()) {
            return zero(schema);
        }
        return switch (schema.kind()) {
            case OBJECT -> node instanceof ObjectNode object ? struct(object, schema) : wrong(node, schema);
            case MAP -> node instanceof ObjectNode object ? map(object, schema) : wrong(node, schema);
            case LIST -> node instanceof ArrayNode array ? list(array, schema) : wrong(node, schema);
            case STRING -> node.isTextual() ? node : wrong(node, schema);
            case BOOLEAN -> node.isBoolean() ? node : wrong(node, schema);
            case NUMBER -> node.isNumber() ? node : wrong(node, schema);
            case INTEGER -> integer(node, schema);
            case BYTES -> node.isTextual() ? bytes(node) : wrong(node, schema);
            case INT_OR_STRING, QUANTITY, TIME, MICRO_TIME -> special(node, schema);
            case ANY -> any(node, schema);
        };
    }

    private ObjectNode struct(ObjectNode node, Schema schema) {
        ObjectNode out = sharing ? null : Json.object();
        Schema outer = struct;
        int length = path.length();
        List<RawObject.Duplicate> duplicates = strict ? raw.duplicatesOf(node) : List.of();
        int seen = 0;
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (!duplicates.isEmpty()) {
                duplicates(duplicates, schema, seen);
            }
            seen++;
            Schema field = schema.property(member.getKey());
            if (field == null) {
                problem("unknown field ", member.getKey());
                out = out == null ? first(node, seen - 1) : out;
                continue;
            }
            Facts place = field.facts();
            struct = schema;
            fields.add(place.embedded.isEmpty() ? member.getKey() : place.embedded + member.getKey());
            step(member.getKey());
            JsonNode given = member.getValue();
            JsonNode value = value(given, field);
            boolean leftOut = isLeftOut(value, field, given);
            if (out == null && (leftOut || value != given)) {
                out = first(node, seen - 1);
            }
            if (out != null && !leftOut) {
                out.set(member.getKey(), value);
            }
            path.setLength(length);
            fields.remove(fields.size() - 1);
            struct = outer;
        }
        duplicates(duplicates, schema, seen);
        return withWrittenFields(node, out, schema);
    }

    /** Adds what Go always writes; no tree yet means that the given one is right so far. */
    private ObjectNode withWrittenFields(ObjectNode node, @Nullable ObjectNode made, Schema schema) {
        ObjectNode out = made;
        for (Map.Entry<String, Schema> field : schema.typeFacts().writtenFields()) {
            if (!(out == null ? node : out).has(field.getKey())) {
                out = out == null ? first(node, node.size()) : out;
                out.set(field.getKey(), zero(field.getValue()));
            }
        }
        return out == null ? node : out;
    }

    /** A new object with the first members of another one. */
    private static ObjectNode first(ObjectNode node, int count) {
        ObjectNode out = Json.object();
        if (count == node.size()) {
            out.setAll(node);
            return out;
        }
        Iterator<Map.Entry<String, JsonNode>> members = node.properties().iterator();
        for (int i = 0; i < count; i++) {
            Map.Entry<String, JsonNode> member = members.next();
            out.set(member.getKey(), member.getValue());
        }
        return out;
    }

    private void duplicates(List<RawObject.Duplicate> duplicates, Schema schema, int seen) {
        for (RawObject.Duplicate duplicate : duplicates) {
            boolean known = schema.kind() != Kind.OBJECT || schema.property(duplicate.field()) != null;
            if (duplicate.after() == seen && known) {
                problem("duplicate field ", duplicate.field());
            }
        }
    }

    /** Whether Go would not write the value at this place. */
    private static boolean isLeftOut(JsonNode value, Schema field, JsonNode given) {
        Facts place = field.facts();
        if (place.omitZero) {
            return given.isNull();
        }
        if (place.alwaysWritten) {
            return false;
        }
        if (place.pointer) {
            return given.isNull();
        }
        return switch (field.kind()) {
            case OBJECT, TIME, MICRO_TIME, QUANTITY, INT_OR_STRING -> false;
            case ANY -> false;
            case STRING, BYTES -> !value.isTextual() || value.textValue().isEmpty();
            case BOOLEAN -> !value.booleanValue();
            case INTEGER, NUMBER -> value.isNumber() && value.doubleValue() == 0;
            case LIST, MAP -> value.isEmpty();
        };
    }

    /** What Go writes for a value that was never set. */
    private JsonNode zero(Schema schema) {
        if (schema.facts().pointer) {
            return NullNode.getInstance();
        }
        return switch (schema.kind()) {
            case OBJECT -> struct(Json.object(), schema);
            case STRING, BYTES -> TextNode.valueOf("");
            case QUANTITY -> TextNode.valueOf("0");
            case BOOLEAN -> com.fasterxml.jackson.databind.node.BooleanNode.FALSE;
            case INTEGER, NUMBER, INT_OR_STRING -> com.fasterxml.jackson.databind.node.IntNode.valueOf(0);
            case LIST, MAP, TIME, MICRO_TIME, ANY -> NullNode.getInstance();
        };
    }

    private JsonNode map(ObjectNode node, Schema schema) {
        ObjectNode out = sharing ? null : Json.object();
        Schema values = schema.additionalProperties();
        int length = path.length();
        List<RawObject.Duplicate> duplicates = strict ? raw.duplicatesOf(node) : List.of();
        int seen = 0;
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (!duplicates.isEmpty()) {
                duplicates(duplicates, schema, seen);
            }
            step(member.getKey());
            JsonNode given = member.getValue();
            JsonNode value = values == null ? own(given) : value(given, values);
            if (out == null && value != given) {
                out = first(node, seen);
            }
            if (out != null) {
                out.set(member.getKey(), value);
            }
            seen++;
            path.setLength(length);
        }
        duplicates(duplicates, schema, seen);
        return emptyIsNil(out == null ? node : out);
    }

    private JsonNode list(ArrayNode node, Schema schema) {
        ArrayNode out = sharing ? null : Json.nodes().arrayNode(node.size());
        Schema items = schema.items();
        int length = path.length();
        int index = 0;
        for (JsonNode element : node) {
            if (strict) {
                path.append('[').append(index).append(']');
            }
            JsonNode value = items == null ? own(element) : value(element, items);
            if (out == null && value != element) {
                out = Json.array();
                for (int i = 0; i < index; i++) {
                    out.add(node.get(i));
                }
            }
            if (out != null) {
                out.add(value);
            }
            index++;
            path.setLength(length);
        }
        return emptyIsNil(out == null ? node : out);
    }

    /** A value of which the schema says nothing. */
    private JsonNode own(JsonNode value) {
        return sharing ? value : value.deepCopy();
    }

    /** Storage does not tell an empty list or map from none, so neither do answers. */
    private static JsonNode emptyIsNil(JsonNode value) {
        return value.isEmpty() ? NullNode.getInstance() : value;
    }

    private JsonNode integer(JsonNode node, Schema schema) {
        if (!node.isNumber()) {
            return wrong(node, schema);
        }
        boolean fits = node.isIntegralNumber()
                && (schema.format().equals("int32") ? node.canConvertToInt() : node.canConvertToLong());
        return fits ? node : wrong("number " + node.asText(), schema.facts().goType, zero(schema));
    }

    private JsonNode bytes(JsonNode node) {
        int bad = Scalars.firstBadBase64(node.textValue());
        if (bad >= 0 && firstError == null) {
            firstError = "illegal base64 data at input byte " + bad;
        }
        return node;
    }

    /** A type that decodes itself: its error ends the decoding at once and gets Go's words for the place. */
    private JsonNode special(JsonNode node, Schema schema) {
        try {
            return Scalars.special(node, schema.kind());
        } catch (Scalars.WrongType e) {
            return wrong(e.word(), e.goType(), zero(schema));
        } catch (DecodingException e) {
            if (firstError == null) {
                firstError = e.words();
            }
            return zero(schema);
        }
    }

    private JsonNode any(JsonNode node, Schema schema) {
        if (!schema.name().startsWith(SpecialTypes.SCHEMA_OR)) {
            return own(node);
        }
        // These types decode themselves with encoding/json, which does not report unknown fields.
        boolean before = strict;
        strict = false;
        try {
            Schema inner = Schemas.required(SpecialTypes.JSON_SCHEMA);
            if (node instanceof ObjectNode object) {
                return struct(object, inner);
            }
            if (node instanceof ArrayNode array
                    && !array.isEmpty()
                    && array.get(0).isObject()) {
                ArrayNode out = Json.array();
                array.forEach(e -> out.add(value(e, inner)));
                return out;
            }
            return own(node);
        } finally {
            strict = before;
        }
    }

    /** The path is only for what strict decoding finds. */
    private void step(String field) {
        if (!strict) {
            return;
        }
        if (path.length() > 0) {
            path.append('.');
        }
        path.append(field);
    }

    private void problem(String what, String field) {
        if (strict && problems.size() < MOST_PROBLEMS) {
            problems.add(what + Go.quote(path.isEmpty() ? field : path + "." + field));
        }
    }

    private JsonNode wrong(JsonNode node, Schema schema) {
        return wrong(Go.jsonWord(node), schema.facts().goType, zero(schema));
    }

    private JsonNode wrong(String word, String goType, JsonNode instead) {
        if (firstError == null) {
            String where = fields.isEmpty() ? "value" : "struct field " + struct() + "." + String.join(".", fields);
            firstError = "json: cannot unmarshal " + word + " into Go " + where + " of type " + goType;
        }
        return instead;
    }

    /** The struct that is being read, as error messages name it. */
    private String struct() {
        String goType = struct == null ? "" : struct.typeFacts().goType;
        return goType.substring(goType.indexOf('.') + 1);
    }
}
