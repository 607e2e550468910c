package io.kubejar.server.pki;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The part of DER (ITU-T X.690) that certificates need: every method gives one whole element, tag and length included. */
final class Der {
    static final int BOOLEAN = 0x01;
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int NULL = 0x05;
    static final int OBJECT_ID = 0x06;
    static final int UTF8_STRING = 0x0c;
    static final int PRINTABLE_STRING = 0x13;
    static final int UTC_TIME = 0x17;
    static final int GENERALIZED_TIME = 0x18;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;

    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT);
    private static final DateTimeFormatter GENERALIZED = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT);

    private Der() {}

    /** An element of a tag with the contents, joined. */
    static byte[] element(int tag, byte[]... contents) {
        int length = 0;
        for (byte[] content : contents) {
            length += content.length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
        out.write(tag);
        writeLength(out, length);
        for (byte[] content : contents) {
            out.writeBytes(content);
        }
        return out.toByteArray();
    }

    private static void writeLength(ByteArrayOutputStream out, int length) {
        if (length < 0x80) {
            out.write(length);
            return;
        }
        byte[] bytes = BigInteger.valueOf(length).toByteArray();
        int skip = bytes[0] == 0 ? 1 : 0;
        out.write(0x80 | (bytes.length - skip));
        out.write(bytes, skip, bytes.length - skip);
    }

    static byte[] sequence(byte[]... elements) {
        return element(SEQUENCE, elements);
    }

    /** A SET OF, whose elements DER wants in ascending order of their bytes. */
    static byte[] setOf(List<byte[]> elements) {
        List<byte[]> sorted = new ArrayList<>(elements);
        sorted.sort(Comparator.comparing(Unsigned::new));
        return element(SET, sorted.toArray(new byte[0][]));
    }

    /** Orders byte strings as unsigned numbers, first byte first; a prefix comes first. */
    private record Unsigned(byte[] bytes) implements Comparable<Unsigned> {
        @Override
        public int compareTo(Unsigned other) {
            return Arrays.compareUnsigned(bytes, other.bytes);
        }
    }

    static byte[] integer(BigInteger value) {
        return element(INTEGER, value.toByteArray());
    }

    static byte[] bool(boolean value) {
        return element(BOOLEAN, new byte[] {(byte) (value ? 0xff : 0)});
    }

    static byte[] utf8(String text) {
        return element(UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] octets(byte[] content) {
        return element(OCTET_STRING, content);
    }

    /** A bit string of whole bytes, or with so many unused bits at its end. */
    static byte[] bits(int unused, byte[] content) {
        return element(BIT_STRING, new byte[] {(byte) unused}, content);
    }

    /** An element with a context-specific tag around the content, constructed or primitive. */
    static byte[] context(int number, boolean constructed, byte[]... contents) {
        return element(0x80 | (constructed ? 0x20 : 0) | number, contents);
    }

    /** An object identifier from its dotted form. */
    static byte[] oid(String dotted) {
        String[] arcs = dotted.split("\\.");
        ByteArrayOutputStream out = new ByteArrayOutputStream(10);
        writeArc(out, Long.parseLong(arcs[0]) * 40 + Long.parseLong(arcs[1]));
        for (int i = 2; i < arcs.length; i++) {
            writeArc(out, Long.parseLong(arcs[i]));
        }
        return element(OBJECT_ID, out.toByteArray());
    }

    private static void writeArc(ByteArrayOutputStream out, long arc) {
        int shift = 0;
        while (arc >>> (shift + 7) != 0) {
            shift += 7;
        }
        for (; shift > 0; shift -= 7) {
            out.write((int) (0x80 | ((arc >>> shift) & 0x7f)));
        }
        out.write((int) (arc & 0x7f));
    }

    /** A time in whole seconds: UTCTime until 2049, GeneralizedTime from then on (RFC 5280, 4.1.2.5). */
    static byte[] time(Instant instant) {
        ZonedDateTime at = instant.atZone(ZoneOffset.UTC);
        boolean early = at.getYear() >= 1950 && at.getYear() < 2050;
        String text = (early ? UTC : GENERALIZED).format(at);
        return element(early ? UTC_TIME : GENERALIZED_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }
}
