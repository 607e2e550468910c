package io.kubejar.server.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Times;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes built-in kinds, their lists and Status in the protobuf form that Go clients may ask for. Upstream:
 * runtime/serializer/protobuf, apimachinery v1.36.
 */
public final class ProtobufEncoder {
    private static final byte[] MAGIC = {'k', '8', 's', 0};
    private static final Gvk PARTIAL = new Gvk("meta.k8s.io", "v1", "PartialObjectMetadata");
    private static final Gvk PARTIAL_LIST = new Gvk("meta.k8s.io", "v1", "PartialObjectMetadataList");

    private ProtobufEncoder() {}

    /** Whether a kind has this form; custom kinds have none, nor have those of apiregistration.k8s.io. */
    public static boolean canEncode(Gvk kind) {
        Schema schema = Schemas.of(kind);
        return schema != null && !schema.typeFacts().protoFields().entries().isEmpty();
    }

    /** The form of an object that has the fields apiVersion and kind. */
    public static byte[] encode(ObjectNode object) {
        Gvk kind = Gvk.of(Json.textOr(object, "", "apiVersion"), Json.textOr(object, "", "kind"));
        ProtoWriter envelope = new ProtoWriter();
        envelope.message(1, meta -> {
            meta.text(1, kind.apiVersion());
            meta.text(2, kind.kind());
        });
        envelope.message(2, out -> content(out, object, kind));
        envelope.text(3, "");
        envelope.text(4, "");
        byte[] bytes = envelope.bytes();
        byte[] all = new byte[MAGIC.length + bytes.length];
        System.arraycopy(MAGIC, 0, all, 0, MAGIC.length);
        System.arraycopy(bytes, 0, all, MAGIC.length, bytes.length);
        return all;
    }

    private static void content(ProtoWriter out, ObjectNode object, Gvk kind) {
        if (kind.equals(PARTIAL)) {
            partial(out, object);
        } else if (kind.equals(PARTIAL_LIST)) {
            out.message(
                    1,
                    meta -> write(
                            meta,
                            object.path("metadata"),
                            Schemas.required(Schemas.META + ".ListMeta")
                                    .typeFacts()
                                    .protoFields()));
            object.path("items").forEach(item -> out.message(2, one -> partial(one, item)));
        } else {
            Schema schema = Objects.requireNonNull(Schemas.of(kind), kind::toString);
            write(out, object, schema.typeFacts().protoFields());
        }
    }

    /** Upstream: metav1.PartialObjectMetadata, which no document of OpenAPI tells of. */
    private static void partial(ProtoWriter out, JsonNode object) {
        out.message(
                1,
                meta -> write(
                        meta,
                        object.path("metadata"),
                        Schemas.objectMeta().typeFacts().protoFields()));
    }

    private static void write(ProtoWriter out, JsonNode object, ProtoFields fields) {
        for (Map.Entry<Integer, ProtoFields.Entry> entry : new TreeMap<>(fields.entries()).entrySet()) {
            int number = entry.getKey();
            ProtoFields embedded = entry.getValue().embedded();
            Schema field = entry.getValue().field();
            if (embedded != null) {
                out.message(number, inner -> write(inner, object, embedded));
            } else if (field != null) {
                JsonNode value = object.get(entry.getValue().name());
                if (value != null && !value.isNull()) {
                    field(out, number, value, field);
                }
            }
        }
    }

    private static void field(ProtoWriter out, int number, JsonNode value, Schema field) {
        boolean wrapped = field.facts().protoWrapped;
        switch (field.kind()) {
            case LIST -> {
                if (wrapped) {
                    out.message(number, inner -> elements(inner, 1, value, field.items()));
                } else {
                    elements(out, number, value, field.items());
                }
            }
            case MAP ->
                value.properties()
                        .forEach(e -> out.message(number, entry -> {
                            entry.text(1, e.getKey());
                            Schema values = Objects.requireNonNull(field.additionalProperties());
                            if (wrapped) {
                                entry.message(2, inner -> elements(inner, 1, e.getValue(), values.items()));
                            } else {
                                value(entry, 2, e.getValue(), values);
                            }
                        }));
            default -> value(out, number, value, field);
        }
    }

    private static void elements(ProtoWriter out, int number, JsonNode list, @Nullable Schema items) {
        Schema schema = Objects.requireNonNull(items);
        list.forEach(e -> value(out, number, e, schema));
    }

    private static void value(ProtoWriter out, int number, JsonNode value, Schema schema) {
        switch (schema.kind()) {
            case STRING -> out.text(number, value.asText());
            case BYTES -> out.bytes(number, Base64.getMimeDecoder().decode(value.asText()));
            case BOOLEAN -> out.count(number, value.booleanValue() ? 1 : 0);
            case INTEGER -> out.count(number, value.longValue());
            case NUMBER -> out.number(number, value.doubleValue());
            case TIME, MICRO_TIME -> out.message(number, inner -> time(inner, value));
            case QUANTITY -> out.message(number, inner -> inner.text(1, value.asText()));
            case INT_OR_STRING -> out.message(number, inner -> intOrString(inner, value));
            case OBJECT ->
                out.message(
                        number, inner -> write(inner, value, schema.typeFacts().protoFields()));
            case ANY -> out.message(number, inner -> any(inner, value, schema));
            case LIST, MAP -> throw new IllegalArgumentException("a list in a list has no protobuf form");
        }
    }

    private static void time(ProtoWriter out, JsonNode value) {
        Instant time = Times.parse(value.asText());
        if (time != null) {
            out.count(1, time.getEpochSecond());
            out.count(2, time.getNano());
        }
    }

    private static void intOrString(ProtoWriter out, JsonNode value) {
        out.count(1, value.isTextual() ? 1 : 0);
        out.count(2, value.isTextual() ? 0 : value.intValue());
        out.text(3, value.isTextual() ? value.textValue() : "");
    }

    private static void any(ProtoWriter out, JsonNode value, Schema schema) {
        if (!schema.name().startsWith(SpecialTypes.SCHEMA_OR)) {
            out.bytes(1, Json.bytes(value));
            return;
        }
        Schema inner = Schemas.required(SpecialTypes.JSON_SCHEMA);
        boolean or = schema.name().equals(SpecialTypes.SCHEMA_OR + "Bool");
        if (value.isArray()) {
            value.forEach(e -> {
                if (e.isTextual()) {
                    out.text(2, e.textValue());
                } else {
                    value(out, 2, e, inner);
                }
            });
        } else if (value.isObject()) {
            if (or) {
                out.count(1, 1);
            }
            value(out, or ? 2 : 1, value, inner);
        } else {
            out.count(1, value.booleanValue() ? 1 : 0);
        }
    }
}
