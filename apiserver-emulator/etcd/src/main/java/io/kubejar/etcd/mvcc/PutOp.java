package io.kubejar.etcd.mvcc;

/**
 * Writes a key.
 *
 * @param lease what to attach the key to; 0 for none
 * @param previous true to be told what was there before
 * @param ignoreValue true to keep the value; the key must be there
 * @param ignoreLease true to keep the lease; the key must be there
 */
public record PutOp(Bytes key, Bytes value, long lease, boolean previous, boolean ignoreValue, boolean ignoreLease)
        implements Op {
    /** A plain put. */
    public static PutOp of(Bytes key, Bytes value) {
        return new PutOp(key, value, 0, false, false, false);
    }

    boolean needsPrevious() {
        return ignoreValue || ignoreLease;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }
}
