package io.kubejar.server.pki;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PEM (RFC 7468) of certificates and keys, in the forms that OpenSSL and Go write and read. */
public final class Pem {
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
    private static final String OID_RSA = "1.2.840.113549.1.1.1";
    private static final String OID_EC = "1.2.840.10045.2.1";

    private Pem() {}

    private record Block(String label, byte[] content) {}

    /** Certificates one after another, each a {@code CERTIFICATE} block. */
    public static String certificates(List<X509Certificate> chain) {
        StringBuilder out = new StringBuilder();
        try {
            for (X509Certificate certificate : chain) {
                out.append(block("CERTIFICATE", certificate.getEncoded()));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate without encoding", e);
        }
        return out.toString();
    }

    /** A private key as PKCS#8 ({@code PRIVATE KEY}), unencrypted. */
    public static String key(PrivateKey key) {
        return block("PRIVATE KEY", encoded(key));
    }

    /** A public key as SubjectPublicKeyInfo ({@code PUBLIC KEY}). */
    public static String key(PublicKey key) {
        return block("PUBLIC KEY", encoded(key));
    }

    private static byte[] encoded(Key key) {
        byte[] encoded = key.getEncoded();
        if (encoded == null) {
            throw new IllegalArgumentException("a key of " + key.getAlgorithm() + " that cannot be written");
        }
        return encoded;
    }

    private static String block(String label, byte[] content) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
    }

    /**
     * Every certificate in the text; other blocks are passed over.
     *
     * @throws IllegalArgumentException when there is none or one is broken
     */
    public static List<X509Certificate> readCertificates(String pem) {
        List<X509Certificate> out = new ArrayList<>();
        for (Block block : blocks(pem)) {
            if (block.label.equals("CERTIFICATE")) {
                out.add(certificate(block.content));
            }
        }
        if (out.isEmpty()) {
            throw new IllegalArgumentException("no CERTIFICATE block in the PEM text");
        }
        return out;
    }

    static X509Certificate certificate(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("broken certificate: " + e.getMessage(), e);
        }
    }

    /**
     * The first private key in the text: PKCS#8 ({@code PRIVATE KEY}), PKCS#1 ({@code RSA PRIVATE KEY}) or SEC 1
     * ({@code EC PRIVATE KEY}), unencrypted, EC or RSA.
     *
     * @throws IllegalArgumentException when there is none or it is broken
     */
    public static PrivateKey readPrivateKey(String pem) {
        for (Block block : blocks(pem)) {
            switch (block.label) {
                case "PRIVATE KEY" -> {
                    return privateKey(block.content);
                }
                case "RSA PRIVATE KEY" -> {
                    byte[] algorithm = Der.sequence(Der.oid(OID_RSA), Der.element(Der.NULL));
                    return privateKey(pkcs8(algorithm, block.content));
                }
                case "EC PRIVATE KEY" -> {
                    return privateKey(pkcs8(ecAlgorithm(block.content), block.content));
                }
                default -> {} // parameters or certificates before the key
            }
        }
        throw new IllegalArgumentException("no unencrypted PRIVATE KEY block in the PEM text");
    }

    private static byte[] pkcs8(byte[] algorithm, byte[] key) {
        return Der.sequence(Der.integer(BigInteger.ZERO), algorithm, Der.octets(key));
    }

    /** The algorithm of a SEC 1 key, whose curve stands inside it under the context tag 0. */
    private static byte[] ecAlgorithm(byte[] sec1) {
        DerReader key = new DerReader(sec1).enter(Der.SEQUENCE);
        key.enter(Der.INTEGER);
        key.enter(Der.OCTET_STRING);
        return Der.sequence(Der.oid(OID_EC), key.enter(0xa0).rest());
    }

    private static PrivateKey privateKey(byte[] pkcs8) {
        try {
            return KeyFactory.getInstance(algorithm(pkcs8)).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("broken private key: " + e.getMessage(), e);
        }
    }

    /** EC or RSA, by the object identifier in a PKCS#8 key. */
    private static String algorithm(byte[] pkcs8) {
        DerReader key = new DerReader(pkcs8).enter(Der.SEQUENCE);
        key.enter(Der.INTEGER);
        return algorithmName(key.enter(Der.SEQUENCE));
    }

    private static String algorithmName(DerReader algorithm) {
        byte[] id = Der.element(Der.OBJECT_ID, algorithm.enter(Der.OBJECT_ID).rest());
        if (Arrays.equals(id, Der.oid(OID_EC))) {
            return "EC";
        }
        if (Arrays.equals(id, Der.oid(OID_RSA))) {
            return "RSA";
        }
        throw new IllegalArgumentException("a key that is neither EC nor RSA");
    }

    /**
     * The first {@code PUBLIC KEY} in the text, EC or RSA.
     *
     * @throws IllegalArgumentException when there is none or it is broken
     */
    public static PublicKey readPublicKey(String pem) {
        for (Block block : blocks(pem)) {
            if (block.label.equals("PUBLIC KEY")) {
                try {
                    String algorithm = algorithmName(
                            new DerReader(block.content).enter(Der.SEQUENCE).enter(Der.SEQUENCE));
                    return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(block.content));
                } catch (GeneralSecurityException e) {
                    throw new IllegalArgumentException("broken public key: " + e.getMessage(), e);
                }
            }
        }
        throw new IllegalArgumentException("no PUBLIC KEY block in the PEM text");
    }

    private static List<Block> blocks(String pem) {
        List<Block> out = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(pem);
        while (matcher.find()) {
            byte[] text = matcher.group(2).getBytes(StandardCharsets.US_ASCII);
            out.add(new Block(matcher.group(1), Base64.getMimeDecoder().decode(text)));
        }
        return out;
    }
}
