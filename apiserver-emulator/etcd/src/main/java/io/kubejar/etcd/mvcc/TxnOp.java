package io.kubejar.etcd.mvcc;

import java.util.List;

/** Compares, then does one list of things or the other, all in one revision. */
public record TxnOp(List<Compare> compares, List<Op> success, List<Op> failure) implements Op {
    @Override
    public boolean isReadOnly() {
        return success.stream().allMatch(RangeOp.class::isInstance)
                && failure.stream().allMatch(RangeOp.class::isInstance);
    }
}
