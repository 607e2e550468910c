package io.kubejar.etcd.mvcc;

import org.jspecify.annotations.Nullable;

/**
 * Which keys are meant.
 *
 * @param start the first key
 * @param end the first key that is no longer meant; {@link Bytes#EMPTY} for no end; null for the start key alone
 */
public record KeyRange(Bytes start, @Nullable Bytes end) {
    private static final Bytes ZERO = Bytes.wrap(new byte[] {0});

    /** One key. */
    public static KeyRange single(Bytes key) {
        return new KeyRange(key, null);
    }

    /** All keys that begin with the prefix; an empty prefix means all keys. */
    public static KeyRange prefix(Bytes prefix) {
        return prefix.isEmpty() ? new KeyRange(ZERO, Bytes.EMPTY) : new KeyRange(prefix, prefix.prefixEnd());
    }

    /**
     * As it stands in a request: no end means one key, and an end of a single zero byte means no end. Source: etcd 3.6
     * txn.mkGteRange.
     */
    public static KeyRange ofRequest(Bytes key, Bytes rangeEnd) {
        if (rangeEnd.isEmpty()) {
            return single(key);
        }
        return new KeyRange(key, rangeEnd.equals(ZERO) ? Bytes.EMPTY : rangeEnd);
    }

    /** True when one key is meant. */
    public boolean isSingle() {
        return end == null;
    }

    /** True when no key can be meant. */
    public boolean isVoid() {
        return end != null && !end.isEmpty() && start.compareTo(end) >= 0;
    }

    /** The end for a scan: null when there is none. Not for single keys. */
    @Nullable
    Bytes bound() {
        return end == null || end.isEmpty() ? null : end;
    }

    /** True when the key is meant. */
    public boolean contains(Bytes key) {
        if (end == null) {
            return start.equals(key);
        }
        return start.compareTo(key) <= 0 && (end.isEmpty() || key.compareTo(end) < 0);
    }

    /** True when a key can be meant by both. */
    public boolean overlaps(KeyRange other) {
        return reaches(other.start) && other.reaches(start);
    }

    /** True when it goes on at a key or behind it. */
    private boolean reaches(Bytes key) {
        return end == null ? key.compareTo(start) <= 0 : end.isEmpty() || key.compareTo(end) < 0;
    }
}
