package io.kubejar.etcd.gateway;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.DynamicMessage;
import io.kubejar.core.object.PlacedJson;
import io.kubejar.core.object.PlacedJson.Kind;
import io.kubejar.core.object.PlacedJson.Member;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Messages, read from JSON: what they do not know is passed over, names are those of the file or in camel case. Source: decode.go
 * of Go's protojson, 1.36, with DiscardUnknown. By hand: protobuf's own library for Java has other words for what is wrong.
 */
final class FromJson {
    private FromJson() {}

    /** Reads one. */
    static DynamicMessage message(Descriptor type, PlacedJson json) throws BadJsonException {
        if (json.kind() != Kind.OBJECT) {
            throw BadJsonException.unexpected(json);
        }
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        Set<FieldDescriptor> seen = new HashSet<>();
        Set<OneofDescriptor> seenOneofs = new HashSet<>();
        for (Member member : json.members()) {
            FieldDescriptor field = field(type, member.name().text());
            if (field == null) {
                continue;
            }
            if (!seen.add(field)) {
                throw BadJsonException.at(
                        member.name(), "duplicate field " + member.name().raw());
            }
            PlacedJson value = member.value();
            if (value.kind() == Kind.NULL) {
                continue;
            }
            OneofDescriptor oneof = field.getContainingOneof();
            if (oneof != null && !seenOneofs.add(oneof)) {
                throw BadJsonException.at(
                        member.name(),
                        "error parsing " + member.name().raw() + ", oneof " + oneof.getFullName() + " is already set");
            }
            set(message, field, value);
        }
        return message.build();
    }

    private static @Nullable FieldDescriptor field(Descriptor type, String name) {
        for (FieldDescriptor field : type.getFields()) {
            if (field.getJsonName().equals(name)) {
                return field;
            }
        }
        return type.findFieldByName(name);
    }

    private static void set(DynamicMessage.Builder message, FieldDescriptor field, PlacedJson json)
            throws BadJsonException {
        if (!field.isRepeated()) {
            Object value = value(field, json);
            if (value != null) {
                message.setField(field, value);
            }
            return;
        }
        if (json.kind() != Kind.ARRAY) {
            throw BadJsonException.unexpected(json);
        }
        for (Member element : json.members()) {
            Object value = value(field, element.value());
            if (value != null) {
                message.addRepeatedField(field, value);
            }
        }
    }

    /** Null for a name that the enumeration does not know. */
    private static @Nullable Object value(FieldDescriptor field, PlacedJson json) throws BadJsonException {
        if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            return message(field.getMessageType(), json);
        }
        if (field.getJavaType() == FieldDescriptor.JavaType.ENUM && json.kind() == Kind.STRING) {
            return field.getEnumType().findValueByName(json.text());
        }
        Object value = switch (field.getType()) {
            case BOOL -> json.kind() == Kind.BOOL ? Boolean.valueOf(json.text()) : null;
            case STRING -> json.kind() == Kind.STRING ? json.text() : null;
            case BYTES -> json.kind() == Kind.STRING ? bytes(json.text()) : null;
            case ENUM -> enumeration(field, json);
            default -> number(field, json);
        };
        if (value == null) {
            throw BadJsonException.at(
                    json, "invalid value for " + kind(field) + " field " + field.getJsonName() + ": " + json.raw());
        }
        return value;
    }

    private static String kind(FieldDescriptor field) {
        return field.toProto().getType().name().substring("TYPE_".length()).toLowerCase(Locale.ROOT);
    }

    private static @Nullable EnumValueDescriptor enumeration(FieldDescriptor field, PlacedJson json) {
        BigInteger number = json.kind() == Kind.NUMBER ? whole(json.text(), Integer.SIZE - 1, true) : null;
        return number == null ? null : field.getEnumType().findValueByNumberCreatingIfUnknown(number.intValue());
    }

    /** In the alphabet of either base64, with or without padding. */
    private static @Nullable ByteString bytes(String text) {
        String line = text.replace("\r", "").replace("\n", "");
        boolean url = line.indexOf('-') >= 0 || line.indexOf('_') >= 0;
        try {
            return ByteString.copyFrom((url ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(line));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable Object number(FieldDescriptor field, PlacedJson json) {
        if (json.kind() != Kind.NUMBER && json.kind() != Kind.STRING) {
            return null;
        }
        return switch (field.getType()) {
            case INT64 -> longOrNull(whole(json.text(), Long.SIZE - 1, true));
            case UINT64 -> longOrNull(whole(json.text(), Long.SIZE, false));
            case INT32 -> intOrNull(whole(json.text(), Integer.SIZE - 1, true));
            case UINT32 -> intOrNull(whole(json.text(), Integer.SIZE, false));
            default -> throw new IllegalStateException("etcd has no field of the type " + field.getType());
        };
    }

    private static @Nullable Long longOrNull(@Nullable BigInteger number) {
        return number == null ? null : number.longValue();
    }

    private static @Nullable Integer intOrNull(@Nullable BigInteger number) {
        return number == null ? null : number.intValue();
    }

    /** A number without a fraction, however it is written, that takes at most so many bits; else null. */
    private static @Nullable BigInteger whole(String text, int bits, boolean signed) {
        try {
            BigDecimal exact = new BigDecimal(text);
            if (exact.precision() - exact.scale() > Long.SIZE) {
                return null; // too long to be written out
            }
            BigInteger number = exact.toBigIntegerExact();
            return number.bitLength() <= bits && (signed || number.signum() >= 0) ? number : null;
        } catch (ArithmeticException | NumberFormatException e) {
            return null;
        }
    }
}
