package io.kubejar.server.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Writes protobuf's wire form, field by field. What has its default value is left out. */
public final class ProtoWriter {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** What was written so far. */
    public byte[] bytes() {
        return out.toByteArray();
    }

    /** A text; nothing when the node is none. */
    public void text(int field, JsonNode value) {
        if (value.isTextual()) {
            text(field, value.textValue());
        }
    }

    /** A text, even when it is empty. */
    public void text(int field, String value) {
        bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A message, even when it is empty. */
    public void message(int field, Consumer<ProtoWriter> content) {
        ProtoWriter inner = new ProtoWriter();
        content.accept(inner);
        bytes(field, inner.bytes());
    }

    /** A boolean; nothing unless it is true. */
    public void flag(int field, JsonNode value) {
        if (value.booleanValue()) {
            tag(field, VARINT);
            out.write(1);
        }
    }

    /** A whole number. */
    public void count(int field, long value) {
        tag(field, VARINT);
        varint(value);
    }

    /** A number with double precision. */
    public void number(int field, double value) {
        tag(field, FIXED64);
        long bits = Double.doubleToRawLongBits(value);
        for (int i = 0; i < Long.BYTES; i++) {
            out.write((int) (bits >>> (8 * i)));
        }
    }

    /** Bytes, even when there are none. */
    public void bytes(int field, byte[] value) {
        tag(field, BYTES);
        varint(value.length);
        out.writeBytes(value);
    }

    private void tag(int field, int type) {
        varint(((long) field << 3) | type);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
