package io.kubejar.etcd.grpc;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Private keys in PEM, as PKCS #8, which is the only form that Netty reads. OpenSSL and kubeadm also write PKCS #1 ({@code
 * RSA PRIVATE KEY}) and SEC 1 ({@code EC PRIVATE KEY}), which etcd takes: these are the same keys without the name of their
 * algorithm around them. Source: Go 1.24 crypto/tls X509KeyPair.
 */
final class KeyPem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ((?:[A-Z0-9]+ )?PRIVATE KEY)-----([^-]*)-----END \\1-----");
    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int CURVE = 0xa0; // of a SEC 1 key
    private static final byte[] VERSION = {INTEGER, 1, 0};
    private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500"); // the name, and a null
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201"); // the name; the curve follows

    private KeyPem() {}

    /**
     * The first key of the text, as PKCS #8 in PEM; the text itself when it has none.
     *
     * @throws IllegalArgumentException when it is broken
     */
    static String pkcs8(String pem) {
        Matcher block = BLOCK.matcher(pem);
        if (!block.find()) {
            return pem;
        }
        byte[] key = Base64.getMimeDecoder().decode(block.group(2).getBytes(StandardCharsets.US_ASCII));
        return switch (block.group(1)) {
            case "RSA PRIVATE KEY" -> pem(RSA, key);
            case "EC PRIVATE KEY" -> pem(join(EC, curve(key)), key);
            default -> block.group();
        };
    }

    private static String pem(byte[] algorithm, byte[] key) {
        byte[] wrapped = element(SEQUENCE, join(VERSION, element(SEQUENCE, algorithm), element(OCTETS, key)));
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(wrapped);
        return "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n";
    }

    /** The curve's name, which stands inside the key behind its version and its number (RFC 5915). */
    private static byte[] curve(byte[] sec1) {
        try {
            ByteBuffer key = content(ByteBuffer.wrap(sec1), SEQUENCE);
            content(key, INTEGER);
            content(key, OCTETS);
            ByteBuffer curve = content(key, CURVE);
            byte[] name = new byte[curve.remaining()];
            curve.get(name);
            return name;
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("a broken EC PRIVATE KEY", e);
        }
    }

    /** Reads an element of DER; gives what is in it. */
    private static ByteBuffer content(ByteBuffer in, int tag) {
        if ((in.get() & 0xff) != tag) {
            throw new IllegalArgumentException("an EC PRIVATE KEY without a named curve");
        }
        int length = in.get() & 0xff;
        if (length >= 0x80) {
            int bytes = length & 0x7f;
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = length << 8 | (in.get() & 0xff);
            }
        }
        ByteBuffer out = in.slice(in.position(), length);
        in.position(in.position() + length);
        return out;
    }

    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            out.write(0x82); // two bytes are enough for keys of half a million bits
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
