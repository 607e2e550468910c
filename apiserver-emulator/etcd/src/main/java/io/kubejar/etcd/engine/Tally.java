package io.kubejar.etcd.engine;

import io.kubejar.etcd.count.Count;
import io.kubejar.etcd.count.Counts;
import io.kubejar.etcd.mvcc.DeleteOp;
import io.kubejar.etcd.mvcc.Event;
import io.kubejar.etcd.mvcc.KeyValue;
import io.kubejar.etcd.mvcc.Op;
import io.kubejar.etcd.mvcc.OpResult;
import io.kubejar.etcd.mvcc.PutOp;
import io.kubejar.etcd.mvcc.TxnOp;
import java.util.List;

/**
 * Counts what an operation did as etcd's store would have had to do it: who wants to know the previous value reads it first, a
 * comparison is a read too, and whatever takes two steps is a transaction. What is refused is not counted, and of comparisons
 * that fail all are, for the answer does not tell which one did. Source: etcd 3.6 mvcc.metricsTxnWrite and etcdserver/txn/txn.go.
 */
final class Tally {
    private final Counts counts;

    Tally(Counts counts) {
        this.counts = counts;
    }

    /** Something that could not change anything was done; any thread may say so. */
    void ofRead(Op op, OpResult result) {
        int reads = 1;
        if (op instanceof TxnOp txn) {
            OpResult.Txn done = (OpResult.Txn) result;
            reads = txn.compares().size() + done.results().size();
            counts.add(Count.TXNS, reads > 1 ? 1 : 0);
        }
        counts.add(Count.RANGES, reads);
    }

    /** Something was done that might have changed something. One thread at a time says so, as for what follows. */
    void ofChange(Op op, OpResult result, List<Event> events) {
        for (int i = 0; i < events.size(); i++) {
            KeyValue kv = events.get(i).kv();
            if (!kv.isTombstone()) {
                counts.addInTurn(
                        Count.PUT_BYTES, kv.key().length() + (long) kv.value().length());
            }
        }
        if (op instanceof TxnOp txn) { // upstream compares before it begins to write
            transaction(comparisons(txn, (OpResult.Txn) result));
            transaction(chosen(txn, (OpResult.Txn) result));
        } else {
            transaction(step(op, result));
        }
    }

    /** The keys of a lease were deleted with it. */
    void ofRevocation(int keys) {
        counts.addInTurn(Count.LEASES_REVOKED, 1);
        counts.addInTurn(Count.DELETES, keys);
        transaction(keys);
    }

    private void transaction(int steps) {
        if (steps > 1) {
            counts.addInTurn(Count.TXNS, 1);
        }
    }

    private int count(Count what, int number) {
        counts.addInTurn(what, number);
        return number;
    }

    /** Counts the reads before the first change, and says how many there were. */
    private int comparisons(TxnOp txn, OpResult.Txn result) {
        int before = count(Count.RANGES, txn.compares().size());
        List<Op> ops = result.succeeded() ? txn.success() : txn.failure();
        for (int i = 0; i < ops.size(); i++) {
            if (ops.get(i) instanceof TxnOp nested) {
                before += comparisons(nested, (OpResult.Txn) result.results().get(i));
            } else if (ops.get(i) instanceof PutOp put && (put.ignoreValue() || put.ignoreLease())) {
                before += count(Count.RANGES, 1); // is the key there?
            }
        }
        return before;
    }

    /** Counts what was done, and says in how many steps. */
    private int chosen(TxnOp txn, OpResult.Txn result) {
        int steps = 0;
        List<Op> ops = result.succeeded() ? txn.success() : txn.failure();
        for (int i = 0; i < ops.size(); i++) {
            steps += step(ops.get(i), result.results().get(i));
        }
        return steps;
    }

    private int step(Op op, OpResult result) {
        if (op instanceof PutOp put) {
            boolean isRead = put.previous() || put.ignoreValue() || put.ignoreLease();
            return count(Count.PUTS, 1) + (isRead ? count(Count.RANGES, 1) : 0);
        } else if (op instanceof DeleteOp delete) {
            return count(Count.DELETES, 1) + (delete.previous() ? count(Count.RANGES, 1) : 0);
        } else if (op instanceof TxnOp nested) {
            return chosen(nested, (OpResult.Txn) result);
        }
        return count(Count.RANGES, 1);
    }
}
