package io.kubejar.server.pki;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** Key pairs, of the curve P-256 or RSA, and what is done with keys. */
public final class Keys {
    private static final int RSA_BITS = 2048;

    private Keys() {}

    /** A new pair; takes some milliseconds, where RSA takes hundreds. */
    static KeyPair generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no P-256", e);
        }
    }

    /** A new RSA pair of 2048 bits, as upstream's tools make for service accounts; takes hundreds of milliseconds. */
    static KeyPair generateRsa(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    static byte[] digest(String algorithm, byte[] content) {
        try {
            return MessageDigest.getInstance(algorithm).digest(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no " + algorithm, e);
        }
    }

    /** The signature algorithm with SHA-256 that fits a key: {@code SHA256withECDSA} or {@code SHA256withRSA}. */
    static String signatureAlgorithm(PrivateKey key) {
        return key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    }

    static byte[] sign(PrivateKey key, SecureRandom random, byte[] content) {
        try {
            Signature signature = Signature.getInstance(signatureAlgorithm(key));
            signature.initSign(key, random);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign with this key", e);
        }
    }

    /** Whether the two keys belong together. */
    static boolean match(PrivateKey key, PublicKey other) {
        try {
            byte[] content = {1, 2, 3};
            Signature signature = Signature.getInstance(signatureAlgorithm(key));
            signature.initSign(key);
            signature.update(content);
            byte[] signed = signature.sign();
            signature.initVerify(other);
            signature.update(content);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /**
     * The id under which a public key is known in token headers and key sets. Upstream: keyIDFromPublicKey
     * (pkg/serviceaccount/jwt.go, v1.36): URL-safe base64 of the SHA-256 of its DER.
     */
    public static String id(PublicKey key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest("SHA-256", key.getEncoded()));
    }
}
