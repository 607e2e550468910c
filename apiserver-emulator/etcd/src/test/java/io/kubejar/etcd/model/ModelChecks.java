package io.kubejar.etcd.model;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests that are refused whatever is in the store. Source: etcd 3.6 v3rpc/key.go, without the limit on bytes. */
final class ModelChecks {
    private static final int OPS = 128;

    private ModelChecks() {}

    /** Why it is refused; null when it is not. */
    static @Nullable Answer refusal(RequestOp request) {
        Answer refusal = refusal(request, OPS);
        if (refusal == null && request.hasRequestTxn()) {
            TxnRequest txn = request.getRequestTxn();
            if (writesTwice(txn.getSuccessList()) || writesTwice(txn.getFailureList())) {
                return invalid("etcdserver: duplicate key given in txn request");
            }
        }
        return refusal;
    }

    private static Answer invalid(String text) {
        return Answer.refused("INVALID_ARGUMENT", text);
    }

    private static @Nullable Answer refusal(RequestOp request, int ops) {
        return switch (request.getRequestCase()) {
            case REQUEST_RANGE -> key(request.getRequestRange().getKey());
            case REQUEST_DELETE_RANGE -> key(request.getRequestDeleteRange().getKey());
            case REQUEST_PUT -> put(request.getRequestPut());
            case REQUEST_TXN -> txn(request.getRequestTxn(), ops);
            case REQUEST_NOT_SET -> invalid("etcdserver: key not found");
        };
    }

    private static @Nullable Answer key(ByteString key) {
        return key.isEmpty() ? invalid("etcdserver: key is not provided") : null;
    }

    private static @Nullable Answer put(PutRequest put) {
        if (put.getKey().isEmpty()) {
            return key(put.getKey());
        }
        if (put.getIgnoreValue() && !put.getValue().isEmpty()) {
            return invalid("etcdserver: value is provided");
        }
        return put.getIgnoreLease() && put.getLease() != 0 ? invalid("etcdserver: lease is provided") : null;
    }

    private static @Nullable Answer txn(TxnRequest txn, int ops) {
        int most = Math.max(txn.getCompareCount(), Math.max(txn.getSuccessCount(), txn.getFailureCount()));
        if (most > ops) {
            return invalid("etcdserver: too many operations in txn request");
        }
        List<@Nullable Answer> all = new ArrayList<>();
        txn.getCompareList().forEach(compare -> all.add(key(compare.getKey())));
        txn.getSuccessList().forEach(op -> all.add(refusal(op, ops - most)));
        txn.getFailureList().forEach(op -> all.add(refusal(op, ops - most)));
        for (Answer one : all) {
            if (one != null) {
                return one;
            }
        }
        return null;
    }

    /**
     * Whether two of the operations can write the same key in one revision. Branches that exclude each other count once.
     * Open ends are no bound: upstream compares them as they stand in the request. A deletion within a nested transaction
     * excludes puts beside it, but not puts in an earlier or later nested one's own list.
     */
    private static boolean writesTwice(List<RequestOp> ops) {
        try {
            puts(ops, new ArrayList<>());
            return false;
        } catch (Twice e) {
            return true;
        }
    }

    private static final class Twice extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** The keys that the operations put; the ranges that they delete go to the list. */
    private static Set<ByteString> puts(List<RequestOp> ops, List<DeleteRangeRequest> deletes) {
        ops.stream().filter(RequestOp::hasRequestDeleteRange).forEach(op -> deletes.add(op.getRequestDeleteRange()));
        Set<ByteString> puts = new HashSet<>();
        for (RequestOp op : ops) {
            if (op.hasRequestTxn()) {
                List<DeleteRangeRequest> inner = new ArrayList<>();
                Set<ByteString> either = new HashSet<>(puts(op.getRequestTxn().getSuccessList(), inner));
                List<DeleteRangeRequest> innerElse = new ArrayList<>();
                either.addAll(puts(op.getRequestTxn().getFailureList(), innerElse));
                either.forEach(key -> add(key, puts, deletes));
                deletes.addAll(inner);
                deletes.addAll(innerElse);
            }
        }
        for (RequestOp op : ops) {
            if (op.hasRequestPut()) {
                add(op.getRequestPut().getKey(), puts, deletes);
            }
        }
        return puts;
    }

    private static void add(ByteString key, Set<ByteString> puts, List<DeleteRangeRequest> deletes) {
        boolean deleted = deletes.stream()
                .anyMatch(delete -> !Keys.isOpen(delete.getRangeEnd())
                        && Keys.contains(delete.getKey(), delete.getRangeEnd(), key));
        if (deleted || !puts.add(key)) {
            throw new Twice();
        }
    }
}
