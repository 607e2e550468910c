package io.kubejar.etcd.auth;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import io.kubejar.etcd.mvcc.EtcdError;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What a password is recognized by: its bcrypt hash, as upstream keeps it, so that snapshots of either have users of both.
 * Source: etcd 3.6 EtcdServer.UserAdd and golang.org/x/crypto/bcrypt.
 *
 * @param hash in the usual form, as {@code $2a$10$...}
 */
public record Password(String hash) {
    /** How many bytes of salt there are. */
    public static final int SALT_BYTES = BCrypt.SALT_LENGTH;

    /** Each step up doubles the time that a password takes. */
    public static final int MIN_COST = BCrypt.MIN_COST;

    /** Beyond it there is no cost. */
    public static final int MAX_COST = BCrypt.MAX_COST;

    /** Tens of milliseconds for a password, as upstream. */
    public static final int DEFAULT_COST = 10;

    private static final int TEXT_BYTES = 72;
    private static final Pattern FORM = Pattern.compile("\\$2[abxy]\\$\\d\\d\\$[./A-Za-z0-9]{53}");

    /**
     * Takes its time, on purpose.
     *
     * @param cost from {@link #MIN_COST} to {@link #MAX_COST}
     * @param salt {@link #SALT_BYTES} of it
     * @throws EtcdRefusal when there is more text than bcrypt looks at
     */
    public static Password of(String text, int cost, byte[] salt) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > TEXT_BYTES) {
            throw EtcdError.PASSWORD_TOO_LONG.refusal();
        }
        byte[] hash = BCrypt.with(LongPasswordStrategies.none()).hash(cost, salt, bytes);
        return new Password(new String(hash, StandardCharsets.US_ASCII));
    }

    /** The cost itself; throws {@link IllegalArgumentException} when there is no such. */
    public static int requireCost(int cost) {
        if (cost < MIN_COST || cost > MAX_COST) {
            throw new IllegalArgumentException(
                    "the bcrypt cost must be between " + MIN_COST + " and " + MAX_COST + ", not " + cost);
        }
        return cost;
    }

    /** True for the hash of some password. */
    public static boolean isHash(String text) {
        return FORM.matcher(text).matches();
    }

    /** True when it is this password; takes as long as making one. Older etcds did not look beyond the 72nd byte. */
    public boolean matches(String text) {
        return isHash(hash)
                && BCrypt.verifyer(null, LongPasswordStrategies.none())
                        .verify(text.getBytes(StandardCharsets.UTF_8), hash.getBytes(StandardCharsets.US_ASCII))
                        .verified;
    }

    /** Without what it holds. */
    @Override
    public String toString() {
        return "Password";
    }
}
