package io.kubejar.etcd.gateway;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.Base64;
import java.util.List;

/**
 * Messages, written as JSON: fields in their order under the names of the file, without those that say nothing. Source:
 * encode.go of Go's protojson, 1.36, with UseProtoNames; the spaces that it puts in by chance are left out.
 */
final class ToJson {
    private static final int LAST_CONTROL = 0x1f;

    private final StringBuilder out = new StringBuilder();

    private ToJson() {}

    /** Writes one. */
    static String of(Message message) {
        ToJson json = new ToJson();
        json.message(message);
        return json.out.toString();
    }

    /** Writes a text, in quotes. */
    static String of(String text) {
        ToJson json = new ToJson();
        json.text(text);
        return json.out.toString();
    }

    private void message(Message message) {
        String before = "{";
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (field.isRepeated() ? message.getRepeatedFieldCount(field) > 0 : message.hasField(field)) {
                out.append(before).append('"').append(field.getName()).append("\":");
                before = ",";
                Object value = message.getField(field);
                if (field.isRepeated()) {
                    list(field, (List<?>) value);
                } else {
                    value(field, value);
                }
            }
        }
        out.append(before.equals("{") ? "{}" : "}");
    }

    private void list(FieldDescriptor field, List<?> values) {
        String before = "[";
        for (Object value : values) {
            out.append(before);
            before = ",";
            value(field, value);
        }
        out.append(']');
    }

    private void value(FieldDescriptor field, Object value) {
        switch (field.getType()) {
            case MESSAGE -> message((Message) value);
            case STRING -> text((String) value);
            case BYTES ->
                out.append('"')
                        .append(Base64.getEncoder().encodeToString(((ByteString) value).toByteArray()))
                        .append('"');
            case INT64 -> out.append('"').append((long) value).append('"');
            case UINT64 ->
                out.append('"').append(Long.toUnsignedString((long) value)).append('"');
            case UINT32 -> out.append(Integer.toUnsignedString((int) value));
            case ENUM -> enumeration((EnumValueDescriptor) value);
            case BOOL, INT32 -> out.append(value);
            default -> throw new IllegalStateException("etcd has no field of the type " + field.getType());
        }
    }

    private void enumeration(EnumValueDescriptor value) {
        if (value.getIndex() < 0) {
            out.append(value.getNumber()); // one without a name
        } else {
            text(value.getName());
        }
    }

    /** By hand: the digits of escapes are small ones, unlike Jackson's. */
    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c <= LAST_CONTROL) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
