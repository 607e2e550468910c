package io.kubejar.etcd.auth;

import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.KeyRange;

/**
 * What may be done with some keys, as it was granted.
 *
 * @param rangeEnd empty for the key alone; one zero byte for no end
 */
public record Permission(Type type, Bytes key, Bytes rangeEnd) {
    /** Reading, writing, or both; in the order of the protocol's numbers. */
    public enum Type {
        READ,
        WRITE,
        READWRITE;

        boolean includes(Type other) {
            return this == other || this == READWRITE;
        }
    }

    private static final Bytes NO_END = Bytes.wrap(new byte[] {0});

    /** Everything, as the role root has it. */
    static final Permission ROOT = new Permission(Type.READWRITE, Bytes.EMPTY, NO_END);

    /** True when it can be granted: it has a key, and an end that lies behind it. */
    boolean isValid() {
        return !key.isEmpty() && (rangeEnd.isEmpty() || rangeEnd.equals(NO_END) || key.compareTo(rangeEnd) < 0);
    }

    boolean isFor(Bytes otherKey, Bytes otherEnd) {
        return key.equals(otherKey) && rangeEnd.equals(otherEnd);
    }

    KeyRange range() {
        return KeyRange.ofRequest(key, rangeEnd);
    }
}
