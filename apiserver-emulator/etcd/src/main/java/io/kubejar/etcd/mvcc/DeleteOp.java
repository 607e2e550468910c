package io.kubejar.etcd.mvcc;

/**
 * Deletes keys.
 *
 * @param previous true to be told what was there before
 */
public record DeleteOp(KeyRange range, boolean previous) implements Op {
    @Override
    public boolean isReadOnly() {
        return false;
    }
}
