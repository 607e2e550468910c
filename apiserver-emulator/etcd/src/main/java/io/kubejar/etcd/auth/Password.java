package io.kubejar.etcd.auth;

import io.kubejar.etcd.mvcc.Bytes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What a password is recognized by. Upstream keeps bcrypt; here it is PBKDF2, which the JDK has, with about the cost of
 * upstream's default. Passwords can therefore not be carried over between the two.
 */
public record Password(Bytes salt, int iterations, Bytes hash) {
    /** How many bytes of salt there should be. */
    public static final int SALT_BYTES = 16;

    private static final String ALGORITHM = "PBKDF2WithHmacSHA256";
    private static final int ITERATIONS = 50_000;
    private static final int HASH_BITS = 256;

    /** Takes tens of milliseconds, on purpose. */
    public static Password of(String text, byte[] salt) {
        return new Password(Bytes.wrap(salt), ITERATIONS, Bytes.wrap(hash(text, salt, ITERATIONS)));
    }

    /** True when it is this password; takes as long as making one. */
    public boolean matches(String text) {
        return MessageDigest.isEqual(hash.array(), hash(text, salt.array(), iterations));
    }

    private static byte[] hash(String text, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(text.toCharArray(), salt, iterations, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        } finally {
            spec.clearPassword();
        }
    }

    /** Without what it holds. */
    @Override
    public String toString() {
        return "Password";
    }
}
