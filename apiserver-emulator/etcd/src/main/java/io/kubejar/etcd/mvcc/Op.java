package io.kubejar.etcd.mvcc;

/** One thing that a client asks of the store; in a transaction one of several. */
public sealed interface Op permits RangeOp, PutOp, DeleteOp, TxnOp {
    /** True when it cannot change anything, whatever it finds. */
    boolean isReadOnly();
}
