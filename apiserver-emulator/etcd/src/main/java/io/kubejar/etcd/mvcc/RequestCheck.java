package io.kubejar.etcd.mvcc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Refuses requests that make no sense on any state. Source: etcd 3.6 v3rpc/key.go, same order of checks. */
final class RequestCheck {
    /** How many compares or operations a transaction may have; nested ones share it. */
    private static final int MAX_TXN_OPS = 128;

    /** How large a request may be, in bytes. */
    private static final long MAX_REQUEST_BYTES = 1536 * 1024;

    private RequestCheck() {}

    static void check(Op op) {
        check(op, MAX_TXN_OPS);
        if (op instanceof TxnOp txn) {
            writes(txn.success());
            writes(txn.failure());
        }
        if (!op.isReadOnly() && RequestSize.inLog(op) > MAX_REQUEST_BYTES) {
            throw EtcdError.REQUEST_TOO_LARGE.refusal();
        }
    }

    private static void check(Op op, int opsLeft) {
        if (op instanceof RangeOp range) {
            requireKey(range.range().start());
            if (range.order() == RangeOp.SortOrder.UNKNOWN || range.target() == RangeOp.SortTarget.UNKNOWN) {
                throw EtcdError.INVALID_SORT_OPTION.refusal();
            }
        } else if (op instanceof PutOp put) {
            requireKey(put.key());
            if (put.ignoreValue() && !put.value().isEmpty()) {
                throw EtcdError.VALUE_PROVIDED.refusal();
            }
            if (put.ignoreLease() && put.lease() != 0) {
                throw EtcdError.LEASE_PROVIDED.refusal();
            }
        } else if (op instanceof DeleteOp delete) {
            requireKey(delete.range().start());
        } else {
            checkTxn((TxnOp) op, opsLeft);
        }
    }

    private static void checkTxn(TxnOp txn, int opsLeft) {
        int ops = Math.max(
                txn.compares().size(),
                Math.max(txn.success().size(), txn.failure().size()));
        if (ops > opsLeft) {
            throw EtcdError.TOO_MANY_OPS.refusal();
        }
        txn.compares().forEach(compare -> requireKey(compare.range().start()));
        txn.success().forEach(op -> check(op, opsLeft - ops));
        txn.failure().forEach(op -> check(op, opsLeft - ops));
    }

    private static void requireKey(Bytes key) {
        if (key.isEmpty()) {
            throw EtcdError.EMPTY_KEY.refusal();
        }
    }

    /** What a list of operations puts and deletes. */
    private record Writes(Set<Bytes> puts, List<KeyRange> deletes) {
        void addPut(Bytes key) {
            if (!puts.add(key) || isDeleted(key)) {
                throw EtcdError.DUPLICATE_KEY.refusal();
            }
        }

        boolean isDeleted(Bytes key) {
            // An open end is no bound here: upstream compares the ends as they stand in the request, and an open end,
            // one zero byte, is less than any key.
            return deletes.stream()
                    .anyMatch(range -> range.contains(key) && (range.isSingle() || range.bound() != null));
        }
    }

    /** Refuses to write a key twice in one revision. Branches of a nested transaction exclude each other. */
    private static Writes writes(List<Op> ops) {
        Writes writes = new Writes(new HashSet<>(), new ArrayList<>());
        for (Op op : ops) {
            if (op instanceof DeleteOp delete) {
                writes.deletes.add(delete.range());
            }
        }
        for (Op op : ops) {
            if (op instanceof TxnOp txn) {
                Writes success = writes(txn.success());
                Writes failure = writes(txn.failure());
                Set<Bytes> either = new HashSet<>(success.puts);
                either.addAll(failure.puts);
                either.forEach(writes::addPut);
                writes.deletes.addAll(success.deletes);
                writes.deletes.addAll(failure.deletes);
            }
        }
        for (Op op : ops) {
            if (op instanceof PutOp put) {
                writes.addPut(put.key());
            }
        }
        return writes;
    }
}
