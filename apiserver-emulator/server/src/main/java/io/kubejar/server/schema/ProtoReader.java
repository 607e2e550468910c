package io.kubejar.server.schema;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads protobuf's wire form. Throws {@link DecodingException} with the words of Go's generated code when it is broken. */
final class ProtoReader {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int FIXED32 = 5;

    private final byte[] buffer;
    private final int end;
    private int at;

    ProtoReader(byte[] buffer) {
        this(buffer, 0, buffer.length);
    }

    private ProtoReader(byte[] buffer, int from, int end) {
        this.buffer = buffer;
        this.at = from;
        this.end = end;
    }

    boolean hasMore() {
        return at < end;
    }

    /** The next field's number and type: number * 8 + type. */
    int tag() {
        long tag = varint();
        if (tag >>> 3 == 0 || tag >>> 3 > Integer.MAX_VALUE >>> 3) {
            throw new DecodingException("proto: illegal tag " + (tag >>> 3) + " (wire type " + tag + ")");
        }
        return (int) tag;
    }

    long varint() {
        long out = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = next();
            out |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return out;
            }
        }
        throw new DecodingException("proto: integer overflow");
    }

    private byte next() {
        if (at >= end) {
            throw cut();
        }
        return buffer[at++];
    }

    long fixed64() {
        long out = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            out |= (next() & 0xffL) << (8 * i);
        }
        return out;
    }

    /** The content of a field with a length of its own. */
    ProtoReader message() {
        long length = varint();
        if (length < 0 || length > end - at) {
            throw cut();
        }
        ProtoReader out = new ProtoReader(buffer, at, at + (int) length);
        at += (int) length;
        return out;
    }

    byte[] bytes() {
        ProtoReader content = message();
        return Arrays.copyOfRange(buffer, content.at, content.end);
    }

    String text() {
        ProtoReader content = message();
        return new String(buffer, content.at, content.end - content.at, StandardCharsets.UTF_8);
    }

    /** Passes over a value. */
    void skip(int type) {
        switch (type) {
            case VARINT -> varint();
            case FIXED64 -> fixed64();
            case BYTES -> message();
            case FIXED32 -> {
                for (int i = 0; i < Integer.BYTES; i++) {
                    next();
                }
            }
            default -> throw new DecodingException("proto: illegal wireType " + type);
        }
    }

    private static DecodingException cut() {
        return new DecodingException("unexpected EOF");
    }
}
