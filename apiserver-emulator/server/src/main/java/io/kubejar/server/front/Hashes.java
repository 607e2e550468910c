package io.kubejar.server.front;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/** Hashes in the forms that upstream shows. */
final class Hashes {
    private Hashes() {}

    /** The first 8 bytes of a SHA-256 in base64: a storageVersionHash. */
    static String base64Of8(String text) {
        byte[] hash = digest("SHA-256", text.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(Arrays.copyOf(hash, 8));
    }

    /** A SHA-512 in capital hex: an ETag. */
    static String etag(byte[] body) {
        return HexFormat.of().formatHex(digest("SHA-512", body)).toUpperCase(Locale.ROOT);
    }

    private static byte[] digest(String algorithm, byte[] data) {
        try {
            return MessageDigest.getInstance(algorithm).digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
