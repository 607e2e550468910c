package io.kubejar.etcd.model;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.DeleteRangeResponse;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeRequest.SortOrder;
import io.etcd.jetcd.api.RangeRequest.SortTarget;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.ResponseOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** The keys of the model: every version that ever was. Compaction forgets nothing; it only refuses to read. */
final class ModelKeys {
    /** What one revision did to one key. */
    record Version(long revision, KeyValue kv, boolean deleted) {}

    private final LongPredicate hasLease;
    private final List<Version> versions = new ArrayList<>();
    private long revision;
    private long compacted;
    private boolean changed; // by the request that is being done

    ModelKeys(long revision, long compacted, LongPredicate hasLease) {
        this.revision = revision;
        this.compacted = compacted;
        this.hasLease = hasLease;
    }

    long revision() {
        return revision;
    }

    long compacted() {
        return compacted;
    }

    List<Version> versions() {
        return versions;
    }

    /** The revision that the request which is being done sees. */
    private long current() {
        return changed ? revision + 1 : revision;
    }

    @Nullable
    KeyValue at(ByteString key, long atRevision) {
        List<KeyValue> found = range(key, ByteString.EMPTY, atRevision);
        return found.isEmpty() ? null : found.get(0);
    }

    private List<KeyValue> range(ByteString key, ByteString end, long atRevision) {
        TreeMap<ByteString, KeyValue> found = new TreeMap<>(Keys.ORDER);
        for (Version version : versions) {
            ByteString name = version.kv().getKey();
            if (version.revision() <= atRevision && Keys.contains(key, end, name)) {
                if (version.deleted()) {
                    found.remove(name);
                } else {
                    found.put(name, version.kv());
                }
            }
        }
        return List.copyOf(found.values());
    }

    /** The keys that are attached to the lease, in order. */
    List<ByteString> attached(long lease) {
        return range(ByteString.copyFrom(new byte[] {0}), ByteString.copyFrom(new byte[] {0}), revision).stream()
                .filter(kv -> kv.getLease() == lease)
                .map(KeyValue::getKey)
                .toList();
    }

    void deleteAll(List<ByteString> keys) {
        keys.forEach(this::delete);
        finish();
    }

    private void finish() {
        revision = current();
        changed = false;
    }

    @Nullable
    Answer compact(long atRevision) {
        if (atRevision <= compacted) {
            return COMPACTED;
        }
        if (atRevision > revision) {
            return FUTURE;
        }
        compacted = atRevision;
        return null;
    }

    private static final Answer COMPACTED =
            Answer.refused("OUT_OF_RANGE", "etcdserver: mvcc: required revision has been compacted");
    private static final Answer KEY_NOT_FOUND = Answer.refused("INVALID_ARGUMENT", "etcdserver: key not found");
    private static final Answer FUTURE =
            Answer.refused("OUT_OF_RANGE", "etcdserver: mvcc: required revision is a future revision");

    /** Does a request that makes sense as such. */
    Answer call(RequestOp request) {
        Answer refusal = request.hasRequestTxn() ? refusal(request.getRequestTxn()) : refusal(request);
        if (refusal != null) {
            return refusal;
        }
        boolean[] path = {};
        if (request.hasRequestTxn()) {
            List<Boolean> chosen = new ArrayList<>();
            choose(request.getRequestTxn(), chosen);
            path = toArray(chosen);
        }
        Message response = execute(request, path, new int[1]);
        finish();
        if (response instanceof TxnResponse txn) {
            response = txn.toBuilder()
                    .setHeader(ResponseHeader.newBuilder().setRevision(revision))
                    .build();
        }
        return Answer.of(response);
    }

    private static boolean[] toArray(List<Boolean> list) {
        boolean[] array = new boolean[list.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = list.get(i);
        }
        return array;
    }

    /** Whether each transaction, outer ones first, goes its way of success; all decided before the first change. */
    private void choose(TxnRequest txn, List<Boolean> path) {
        boolean success = holds(txn);
        path.add(success);
        for (RequestOp op : success ? txn.getSuccessList() : txn.getFailureList()) {
            if (op.hasRequestTxn()) {
                choose(op.getRequestTxn(), path);
            }
        }
    }

    private boolean holds(TxnRequest txn) {
        return txn.getCompareList().stream()
                .allMatch(compare ->
                        ModelCompare.holds(compare, range(compare.getKey(), compare.getRangeEnd(), revision)));
    }

    /** Why the first operation that cannot be done cannot be done; null when all can. */
    private @Nullable Answer refusal(TxnRequest txn) {
        for (RequestOp op : holds(txn) ? txn.getSuccessList() : txn.getFailureList()) {
            Answer refusal = op.hasRequestTxn() ? refusal(op.getRequestTxn()) : inTxn(op);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    /**
     * As {@link #refusal(RequestOp)}, but a negative revision is not now but one from before a compaction, and a key that
     * is missed is told before a lease that is. Source: etcd 3.6 txn.checkTxn.
     */
    private @Nullable Answer inTxn(RequestOp op) {
        long asked = op.getRequestRange().getRevision();
        if (op.hasRequestRange() && asked < 0) {
            return asked < compacted ? COMPACTED : null;
        }
        return op.hasRequestPut() && misses(op.getRequestPut()) ? KEY_NOT_FOUND : refusal(op);
    }

    /** Whether the put is to keep something of a key that is not there. */
    private boolean misses(PutRequest put) {
        return (put.getIgnoreValue() || put.getIgnoreLease()) && at(put.getKey(), revision) == null;
    }

    private @Nullable Answer refusal(RequestOp op) {
        if (op.hasRequestRange()) {
            long asked = op.getRequestRange().getRevision();
            if (asked > revision) {
                return FUTURE;
            }
            return asked > 0 && asked < compacted ? COMPACTED : null;
        }
        if (op.hasRequestPut()) {
            PutRequest put = op.getRequestPut();
            if (put.getLease() != 0 && !hasLease.test(put.getLease())) {
                return Answer.refused("NOT_FOUND", "etcdserver: requested lease not found");
            }
            return misses(put) ? KEY_NOT_FOUND : null;
        }
        return null;
    }

    private Message execute(RequestOp op, boolean[] path, int[] step) {
        return switch (op.getRequestCase()) {
            case REQUEST_RANGE -> range(op.getRequestRange());
            case REQUEST_PUT -> put(op.getRequestPut());
            case REQUEST_DELETE_RANGE -> delete(op.getRequestDeleteRange());
            case REQUEST_TXN -> txn(op.getRequestTxn(), path, step);
            case REQUEST_NOT_SET -> throw new IllegalStateException("was to be refused");
        };
    }

    private ResponseHeader header() {
        return ResponseHeader.newBuilder().setRevision(current()).build();
    }

    private TxnResponse txn(TxnRequest txn, boolean[] path, int[] step) {
        boolean success = path[step[0]++];
        TxnResponse.Builder response = TxnResponse.newBuilder()
                .setHeader(ResponseHeader.getDefaultInstance())
                .setSucceeded(success);
        for (RequestOp op : success ? txn.getSuccessList() : txn.getFailureList()) {
            Message inner = execute(op, path, step);
            String field = op.getRequestCase()
                    .name()
                    .toLowerCase(java.util.Locale.ROOT)
                    .replace("request", "response");
            ResponseOp.Builder one = ResponseOp.newBuilder();
            one.setField(ResponseOp.getDescriptor().findFieldByName(field), inner);
            response.addResponses(one);
        }
        return response.build();
    }

    private PutResponse put(PutRequest put) {
        KeyValue old = at(put.getKey(), current());
        KeyValue.Builder kv = KeyValue.newBuilder()
                .setKey(put.getKey())
                .setValue(put.getIgnoreValue() && old != null ? old.getValue() : put.getValue())
                .setLease(put.getIgnoreLease() && old != null ? old.getLease() : put.getLease())
                .setCreateRevision(old == null ? revision + 1 : old.getCreateRevision())
                .setModRevision(revision + 1)
                .setVersion(old == null ? 1 : old.getVersion() + 1);
        versions.add(new Version(revision + 1, kv.build(), false));
        changed = true;
        PutResponse.Builder response = PutResponse.newBuilder().setHeader(header());
        if (put.getPrevKv() && old != null) {
            response.setPrevKv(old);
        }
        return response.build();
    }

    private DeleteRangeResponse delete(DeleteRangeRequest delete) {
        List<KeyValue> doomed = range(delete.getKey(), delete.getRangeEnd(), current());
        doomed.forEach(kv -> delete(kv.getKey()));
        DeleteRangeResponse.Builder response =
                DeleteRangeResponse.newBuilder().setHeader(header()).setDeleted(doomed.size());
        return delete.getPrevKv() ? response.addAllPrevKvs(doomed).build() : response.build();
    }

    private void delete(ByteString key) {
        KeyValue tombstone =
                KeyValue.newBuilder().setKey(key).setModRevision(revision + 1).build();
        versions.add(new Version(revision + 1, tombstone, true));
        changed = true;
    }

    /** Source: etcd 3.6 txn.executeRange. */
    private RangeResponse range(RangeRequest request) {
        long at = request.getRevision() <= 0 ? current() : request.getRevision();
        List<KeyValue> all = range(request.getKey(), request.getRangeEnd(), at);
        RangeResponse.Builder response =
                RangeResponse.newBuilder().setHeader(header()).setCount(all.size());
        if (request.getCountOnly()) {
            return response.build();
        }
        List<KeyValue> kvs =
                new ArrayList<>(all.stream().filter(kv -> passes(request, kv)).toList());
        boolean unsorted = request.getSortOrder() == SortOrder.NONE;
        if (unsorted && kvs.size() == all.size() && request.getLimit() > 0 && request.getLimit() < kvs.size()) {
            if (!filters(request)) { // cut, one spare, before it is sorted
                kvs = new ArrayList<>(kvs.subList(0, (int) request.getLimit() + 1));
            }
        }
        if (request.getSortTarget() != SortTarget.KEY || !unsorted) {
            Comparator<KeyValue> order = ModelCompare.order(request.getSortTarget());
            kvs.sort(request.getSortOrder() == SortOrder.DESCEND ? order.reversed() : order);
        }
        if (request.getLimit() > 0 && kvs.size() > request.getLimit()) {
            kvs = kvs.subList(0, (int) request.getLimit());
            response.setMore(true);
        }
        for (KeyValue kv : kvs) {
            response.addKvs(request.getKeysOnly() ? kv.toBuilder().clearValue().build() : kv);
        }
        return response.build();
    }

    private static boolean filters(RangeRequest request) {
        return request.getMinModRevision() != 0
                || request.getMaxModRevision() != 0
                || request.getMinCreateRevision() != 0
                || request.getMaxCreateRevision() != 0;
    }

    private static boolean passes(RangeRequest request, KeyValue kv) {
        return (request.getMinModRevision() == 0 || kv.getModRevision() >= request.getMinModRevision())
                && (request.getMaxModRevision() == 0 || kv.getModRevision() <= request.getMaxModRevision())
                && (request.getMinCreateRevision() == 0 || kv.getCreateRevision() >= request.getMinCreateRevision())
                && (request.getMaxCreateRevision() == 0 || kv.getCreateRevision() <= request.getMaxCreateRevision());
    }
}
