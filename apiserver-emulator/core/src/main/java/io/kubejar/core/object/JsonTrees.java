package io.kubejar.core.object;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;

/**
 * Trees from tokens and tokens from trees, as Jackson's mapper makes them. Without the mapper: it is made for classes, and
 * in a cold JVM costs more than the rest of a cluster's first objects.
 */
final class JsonTrees {
    private final JsonNodeFactory nodes;

    JsonTrees(JsonNodeFactory nodes) {
        this.nodes = nodes;
    }

    /** The one value of a document; a missing node when it is empty. */
    JsonNode read(JsonParser parser) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            return nodes.missingNode();
        }
        JsonNode value = value(parser, first);
        JsonToken rest = parser.nextToken();
        if (rest != null) {
            throw new JsonParseException(parser, "Trailing token (of type " + rest + ") found after the value");
        }
        return value;
    }

    /** The value that begins with the current token. */
    private JsonNode value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> {
                ObjectNode out = nodes.objectNode();
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    out.set(name, value(parser, parser.nextToken()));
                }
                yield out;
            }
            case START_ARRAY -> {
                ArrayNode out = nodes.arrayNode();
                for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
                    out.add(value(parser, t));
                }
                yield out;
            }
            default -> scalar(parser, token);
        };
    }

    /** The value that is the current token, which begins neither object nor array. */
    JsonNode scalar(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_STRING -> nodes.textNode(parser.getText());
            case VALUE_TRUE -> nodes.booleanNode(true);
            case VALUE_FALSE -> nodes.booleanNode(false);
            case VALUE_NULL -> nodes.nullNode();
            case VALUE_NUMBER_INT ->
                switch (parser.getNumberType()) {
                    case INT -> nodes.numberNode(parser.getIntValue());
                    case LONG -> nodes.numberNode(parser.getLongValue());
                    default -> nodes.numberNode(parser.getBigIntegerValue());
                };
            default -> nodes.numberNode(parser.getDoubleValue());
        };
    }

    /** Writes a value. */
    static void write(JsonNode value, JsonGenerator out) throws IOException {
        switch (value.getNodeType()) {
            case OBJECT -> {
                out.writeStartObject();
                for (Map.Entry<String, JsonNode> member : value.properties()) {
                    out.writeFieldName(member.getKey());
                    write(member.getValue(), out);
                }
                out.writeEndObject();
            }
            case ARRAY -> {
                out.writeStartArray();
                for (JsonNode element : value) {
                    write(element, out);
                }
                out.writeEndArray();
            }
            case STRING -> out.writeString(value.textValue());
            case BOOLEAN -> out.writeBoolean(value.booleanValue());
            case NUMBER -> number(value, out);
            case NULL, MISSING -> out.writeNull();
            case BINARY -> out.writeBinary(value.binaryValue());
            case POJO -> throw new IllegalArgumentException("not JSON: " + value);
        }
    }

    private static void number(JsonNode value, JsonGenerator out) throws IOException {
        switch (value.numberType()) {
            case INT -> out.writeNumber(value.intValue());
            case LONG -> out.writeNumber(value.longValue());
            case BIG_INTEGER -> out.writeNumber(value.bigIntegerValue());
            case FLOAT -> out.writeNumber(value.floatValue());
            case DOUBLE -> out.writeNumber(value.doubleValue());
            case BIG_DECIMAL -> out.writeNumber(value.decimalValue());
        }
    }
}
