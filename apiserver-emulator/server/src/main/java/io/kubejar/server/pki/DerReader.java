package io.kubejar.server.pki;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads DER elements one after another. Input that ends too early or is not DER throws {@link IllegalArgumentException}. */
final class DerReader {
    private final byte[] in;
    private final int end;
    private int at;

    DerReader(byte[] in) {
        this(in, 0, in.length);
    }

    private DerReader(byte[] in, int from, int to) {
        this.in = in;
        this.at = from;
        this.end = to;
    }

    boolean hasMore() {
        return at < end;
    }

    /** The tag of the next element; -1 at the end. */
    int tag() {
        return hasMore() ? in[at] & 0xff : -1;
    }

    /** Enters the next element, which must have this tag, and goes on behind it. */
    DerReader enter(int tag) {
        if (tag() != tag) {
            throw new IllegalArgumentException(
                    "DER: expected tag " + Integer.toHexString(tag) + ", found " + Integer.toHexString(tag()));
        }
        return enterAny();
    }

    /** Enters the next element, whatever it is, and goes on behind it. */
    DerReader enterAny() {
        at++;
        int length = octet();
        if (length >= 0x80) {
            int count = length & 0x7f;
            if (count == 0 || count > 3) {
                throw new IllegalArgumentException("DER: bad length");
            }
            length = 0;
            for (int i = 0; i < count; i++) {
                length = (length << 8) | octet();
            }
        }
        if (length > end - at) {
            throw new IllegalArgumentException("DER: an element ends behind its parent");
        }
        DerReader inner = new DerReader(in, at, at + length);
        at += length;
        return inner;
    }

    private int octet() {
        if (at >= end) {
            throw new IllegalArgumentException("DER: ends too early");
        }
        return in[at++] & 0xff;
    }

    /** The bytes that are left. */
    byte[] rest() {
        return Arrays.copyOfRange(in, at, end);
    }

    /** The bytes that are left as text. */
    String text() {
        return new String(in, at, end - at, StandardCharsets.UTF_8);
    }
}
