package io.kubejar.server.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Times;
import io.kubejar.server.schema.Schema.Kind;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Reads built-in kinds from the protobuf form that kubectl and other Go clients send: an envelope that names the kind,
 * then the message of the kind. Upstream: runtime/serializer/protobuf, apimachinery v1.36.
 */
public final class ProtobufDecoder {
    private static final byte[] MAGIC = {'k', '8', 's', 0};
    private static final String OR = SpecialTypes.SCHEMA_OR;

    private ProtobufDecoder() {}

    /** Whether it begins as this form does. */
    public static boolean isProtobuf(byte[] value) {
        return value.length >= MAGIC.length && Arrays.equals(MAGIC, 0, MAGIC.length, value, 0, MAGIC.length);
    }

    /**
     * The document of a body, with apiVersion and kind as the envelope names them. Of a kind that is not known there is
     * nothing else in it. Throws {@link DecodingException} when it is no such form.
     */
    public static RawObject decode(byte[] body) {
        if (!isProtobuf(body)) {
            throw new DecodingException(
                    "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
        }
        ProtoReader envelope = new ProtoReader(Arrays.copyOfRange(body, MAGIC.length, body.length));
        ObjectNode out = Json.object();
        byte[] message = {};
        while (envelope.hasMore()) {
            int tag = envelope.tag();
            switch (tag >>> 3) {
                case 1 -> typeMeta(envelope.message(), out);
                case 2 -> message = envelope.bytes();
                default -> envelope.skip(tag & 7);
            }
        }
        Gvk kind = Gvk.of(Json.textOr(out, "", "apiVersion"), Json.textOr(out, "", "kind"));
        Schema schema = Schemas.of(kind);
        if (schema != null) {
            read(new ProtoReader(message), schema.typeFacts().protoFields(), out);
        }
        return RawObject.of(out);
    }

    private static void typeMeta(ProtoReader in, ObjectNode out) {
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag >>> 3) {
                case 1 -> out.put("apiVersion", in.text());
                case 2 -> out.put("kind", in.text());
                default -> in.skip(tag & 7);
            }
        }
    }

    private static void read(ProtoReader in, ProtoFields fields, ObjectNode out) {
        while (in.hasMore()) {
            int tag = in.tag();
            ProtoFields.Entry entry = fields.find(tag >>> 3);
            if (entry == null) {
                in.skip(tag & 7);
                continue;
            }
            ProtoFields embedded = entry.embedded();
            Schema field = entry.field();
            if (embedded != null) {
                read(in.message(), embedded, out);
            } else if (field != null) {
                field(in, tag & 7, entry.name(), field, out);
            }
        }
    }

    private static void field(ProtoReader in, int type, String name, Schema field, ObjectNode out) {
        boolean wrapped = field.facts().protoWrapped;
        switch (field.kind()) {
            case LIST -> {
                ArrayNode list = Json.list(out, name);
                if (wrapped) {
                    list.addAll(items(in.message(), field));
                } else {
                    elements(in, type, field, list);
                }
            }
            case MAP -> entry(in.message(), field, wrapped, Json.child(out, name));
            default -> out.set(name, value(in, type, field));
        }
    }

    /** One element of a repeated field, or several numbers that were packed. */
    private static void elements(ProtoReader in, int type, Schema list, ArrayNode out) {
        Schema items = list.items();
        if (items == null) {
            throw new DecodingException("proto: no items");
        }
        boolean packed = type == ProtoReader.BYTES && (items.kind() == Kind.INTEGER || items.kind() == Kind.BOOLEAN);
        if (!packed) {
            out.add(value(in, type, items));
            return;
        }
        ProtoReader all = in.message();
        while (all.hasMore()) {
            out.add(value(all, ProtoReader.VARINT, items));
        }
    }

    /** A list that is a message of its own. */
    private static ArrayNode items(ProtoReader in, Schema list) {
        ArrayNode out = Json.array();
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag >>> 3 == 1) {
                elements(in, tag & 7, list, out);
            } else {
                in.skip(tag & 7);
            }
        }
        return out;
    }

    private static void entry(ProtoReader in, Schema map, boolean wrapped, ObjectNode out) {
        Schema values = map.additionalProperties();
        String key = "";
        @Nullable JsonNode value = null;
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag >>> 3 == 1) {
                key = in.text();
            } else if (tag >>> 3 == 2 && values != null) {
                value = wrapped ? items(in.message(), values) : value(in, tag & 7, values);
            } else {
                in.skip(tag & 7);
            }
        }
        out.set(key, value == null ? NullNode.getInstance() : value);
    }

    private static JsonNode value(ProtoReader in, int type, Schema schema) {
        return switch (schema.kind()) {
            case STRING -> TextNode.valueOf(in.text());
            case BYTES -> TextNode.valueOf(Base64.getEncoder().encodeToString(in.bytes()));
            case BOOLEAN -> BooleanNode.valueOf(in.varint() != 0);
            case INTEGER -> integer(in.varint(), schema);
            case NUMBER ->
                DoubleNode.valueOf(Double.longBitsToDouble(type == ProtoReader.FIXED64 ? in.fixed64() : in.varint()));
            case TIME -> time(in.message(), false);
            case MICRO_TIME -> time(in.message(), true);
            case QUANTITY -> quantity(in.message());
            case INT_OR_STRING -> intOrString(in.message());
            case OBJECT -> {
                ObjectNode out = Json.object();
                read(in.message(), schema.typeFacts().protoFields(), out);
                yield out;
            }
            case ANY -> schema.name().startsWith(OR) ? schemaOr(in.message(), schema.name()) : raw(in.message());
            case LIST, MAP -> throw new DecodingException("proto: list in a list");
        };
    }

    /** The same node that a JSON parser makes, so that trees are equal whatever form they came in. */
    private static JsonNode integer(long value, Schema schema) {
        boolean small = schema.format().equals("int32") || value == (int) value;
        return small ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
    }

    /** An empty message is the time that was never set. */
    private static JsonNode time(ProtoReader in, boolean micros) {
        if (!in.hasMore()) {
            return NullNode.getInstance();
        }
        long seconds = 0;
        long nanos = 0;
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag >>> 3) {
                case 1 -> seconds = in.varint();
                case 2 -> nanos = in.varint();
                default -> in.skip(tag & 7);
            }
        }
        Instant time = Instant.ofEpochSecond(seconds, micros ? nanos : 0);
        return TextNode.valueOf(micros ? Times.formatMicros(time) : Times.format(time));
    }

    private static JsonNode quantity(ProtoReader in) {
        String out = "0";
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag >>> 3 == 1) {
                out = in.text();
            } else {
                in.skip(tag & 7);
            }
        }
        return TextNode.valueOf(out.isEmpty() ? "0" : out);
    }

    private static JsonNode intOrString(ProtoReader in) {
        long type = 0;
        long number = 0;
        String text = "";
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag >>> 3) {
                case 1 -> type = in.varint();
                case 2 -> number = in.varint();
                case 3 -> text = in.text();
                default -> in.skip(tag & 7);
            }
        }
        return type == 0 ? IntNode.valueOf((int) number) : TextNode.valueOf(text);
    }

    /** A message whose first field is JSON. */
    private static JsonNode raw(ProtoReader in) {
        JsonNode out = NullNode.getInstance();
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag >>> 3 == 1) {
                byte[] json = in.bytes();
                out = json.length == 0 ? out : parse(json);
            } else {
                in.skip(tag & 7);
            }
        }
        return out;
    }

    private static JsonNode parse(byte[] json) {
        try {
            return Json.parse(json);
        } catch (UncheckedIOException e) {
            throw new DecodingException("proto: a raw value that is no JSON");
        }
    }

    /** A schema, or in its place a boolean, a list of schemas or a list of texts. */
    private static JsonNode schemaOr(ProtoReader in, String name) {
        Schema inner = Schemas.required(SpecialTypes.JSON_SCHEMA);
        boolean or = name.equals(OR + "Bool");
        JsonNode out = or ? BooleanNode.FALSE : NullNode.getInstance();
        ArrayNode list = Json.array();
        while (in.hasMore()) {
            int tag = in.tag();
            int number = tag >>> 3;
            if (or && number == 1) {
                out = in.varint() != 0 && !out.isObject() ? BooleanNode.TRUE : out;
            } else if (number == (or ? 2 : 1)) {
                out = value(in, tag & 7, inner);
            } else if (number == 2) {
                list.add(name.endsWith("StringArray") ? TextNode.valueOf(in.text()) : value(in, tag & 7, inner));
            } else {
                in.skip(tag & 7);
            }
        }
        return list.isEmpty() ? out : list;
    }
}
