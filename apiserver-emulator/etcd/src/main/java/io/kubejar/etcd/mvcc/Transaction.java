package io.kubejar.etcd.mvcc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Does an operation on a state. Source: etcd 3.6 server/etcdserver/txn/txn.go. */
final class Transaction {
    private final Draft draft;
    private final LongPredicate leases;

    private Transaction(State state, LongPredicate leases) {
        this.draft = new Draft(state);
        this.leases = leases;
    }

    static Outcome apply(State state, Op op, LongPredicate leases) {
        RequestCheck.check(op);
        Transaction transaction = new Transaction(state, leases);
        return transaction.draft.finish(transaction.execute(op));
    }

    private OpResult execute(Op op) {
        if (op instanceof RangeOp range) {
            return range(range);
        } else if (op instanceof PutOp put) {
            checkLease(put);
            return put(put);
        } else if (op instanceof DeleteOp delete) {
            return delete(delete);
        } else {
            TxnOp txn = (TxnOp) op;
            List<Boolean> path = new ArrayList<>();
            choose(txn, path);
            check(txn, path.iterator());
            return withRevision(txn(txn, path.iterator()));
        }
    }

    private void checkLease(PutOp put) {
        if (put.lease() != 0 && !leases.test(put.lease())) {
            throw EtcdError.LEASE_NOT_FOUND.refusal();
        }
    }

    /** All compares, those of nested transactions too, see the state before the first change. */
    private void choose(TxnOp txn, List<Boolean> path) {
        boolean success = txn.compares().stream().allMatch(compare -> compare.holds(draft));
        path.add(success);
        for (Op op : success ? txn.success() : txn.failure()) {
            if (op instanceof TxnOp nested) {
                choose(nested, path);
            }
        }
    }

    /** Refuses before the first change what could not be done, so that no change has to be taken back. */
    private void check(TxnOp txn, Iterator<Boolean> path) {
        for (Op op : path.next() ? txn.success() : txn.failure()) {
            if (op instanceof RangeOp range && range.revision() != 0) {
                checkRevision(range.revision());
            } else if (op instanceof PutOp put) {
                if (put.needsPrevious() && draft.get(put.key()) == null) {
                    throw EtcdError.KEY_NOT_FOUND.refusal();
                }
                checkLease(put);
            } else if (op instanceof TxnOp nested) {
                check(nested, path);
            }
        }
    }

    private void checkRevision(long revision) {
        if (revision > draft.revision()) {
            throw EtcdError.FUTURE_REVISION.refusal();
        }
        if (revision < draft.base().compactRevision()) {
            throw EtcdError.COMPACTED.refusal();
        }
    }

    private OpResult.Txn txn(TxnOp txn, Iterator<Boolean> path) {
        boolean success = path.next();
        List<Op> ops = success ? txn.success() : txn.failure();
        List<OpResult> results = new ArrayList<>(ops.size());
        for (Op op : ops) {
            if (op instanceof RangeOp range) {
                results.add(range(range));
            } else if (op instanceof PutOp put) {
                results.add(put(put));
            } else if (op instanceof DeleteOp delete) {
                results.add(delete(delete));
            } else {
                results.add(txn((TxnOp) op, path));
            }
        }
        return new OpResult.Txn(0, success, results);
    }

    private OpResult.Txn withRevision(OpResult.Txn txn) {
        return new OpResult.Txn(draft.revision(), txn.succeeded(), txn.results());
    }

    private OpResult.Put put(PutOp op) {
        KeyValue old = op.needsPrevious() || op.previous() ? draft.get(op.key()) : null;
        Bytes value = op.value();
        long lease = op.lease();
        if (op.needsPrevious()) {
            if (old == null) {
                throw EtcdError.KEY_NOT_FOUND.refusal();
            }
            value = op.ignoreValue() ? old.value() : value;
            lease = op.ignoreLease() ? old.lease() : lease;
        }
        draft.put(op.key(), value, lease);
        return new OpResult.Put(draft.revision(), op.previous() ? old : null);
    }

    private OpResult.Delete delete(DeleteOp op) {
        List<KeyValue> doomed = new ArrayList<>();
        draft.scan(op.range(), doomed::add);
        doomed.forEach(draft::delete);
        return new OpResult.Delete(draft.revision(), doomed.size(), op.previous() ? doomed : List.of());
    }

    private OpResult.Range range(RangeOp op) {
        long now = draft.revision();
        long revision = op.revision() <= 0 ? now : op.revision();
        checkRevision(revision);
        if (op.countOnly()) {
            return new OpResult.Range(now, List.of(), draft.count(op.range(), revision), false);
        }
        // Without a sort order the limit comes before the sorting, as upstream.
        boolean cutEarly = op.limit() > 0 && op.order() == RangeOp.SortOrder.NONE && !op.hasFilters();
        List<KeyValue> kvs = new ArrayList<>();
        long[] count = {0};
        draft.scanAt(op.range(), revision, kv -> {
            count[0]++;
            if (op.passes(kv)) {
                kvs.add(kv);
            }
            return !cutEarly || kvs.size() <= op.limit();
        });
        if (cutEarly && kvs.size() > op.limit()) {
            count[0] = draft.count(op.range(), revision);
        }
        Comparator<KeyValue> order = order(op);
        if (order != null) {
            kvs.sort(order);
        }
        boolean more = op.limit() > 0 && kvs.size() > op.limit();
        List<KeyValue> shown = more ? kvs.subList(0, (int) op.limit()) : kvs;
        if (op.keysOnly()) {
            shown = shown.stream().map(KeyValue::withoutValue).toList();
        }
        return new OpResult.Range(now, shown, count[0], more);
    }

    private static @Nullable Comparator<KeyValue> order(RangeOp op) {
        boolean descend = op.order() == RangeOp.SortOrder.DESCEND;
        Comparator<KeyValue> order = switch (op.target()) {
            case KEY -> descend ? Comparator.comparing(KeyValue::key) : null;
            case VERSION -> Comparator.comparingLong(KeyValue::version);
            case CREATE -> Comparator.comparingLong(KeyValue::createRevision);
            case MOD -> Comparator.comparingLong(KeyValue::modRevision);
            case VALUE -> Comparator.comparing(KeyValue::value);
            case UNKNOWN -> throw new IllegalStateException("RequestCheck refuses it");
        };
        return order == null || !descend ? order : order.reversed();
    }
}
