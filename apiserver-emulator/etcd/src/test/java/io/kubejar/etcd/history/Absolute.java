package io.kubejar.etcd.history;

import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.WatchCreateRequest;
import java.util.HashMap;
import java.util.Map;

/** Requests of a history as one store understands them. */
final class Absolute {
    /** In Compare; newer than the message class. */
    static final int LEASE_TARGET = 4;

    static final int LEASE_FIELD = 8;

    /** Nobody grants a lease of this id. */
    private static final long NO_LEASE = 0x7eee_eeee_eeeeL;

    private final long shift;
    private final Map<Integer, Long> leases = new HashMap<>();

    /** For a store whose first revision is one more than the shift. */
    Absolute(long shift) {
        this.shift = shift;
    }

    void granted(int slot, long id) {
        leases.put(slot, id);
    }

    /** The lease that was last granted to the slot; one that nobody has when there was none. 0 stays 0. */
    long lease(long slot) {
        return slot == 0 ? 0 : leases.getOrDefault((int) slot, NO_LEASE);
    }

    long revision(long revision) {
        return revision > 0 ? revision + shift : revision;
    }

    RequestOp request(RequestOp request) {
        RequestOp.Builder out = request.toBuilder();
        switch (request.getRequestCase()) {
            case REQUEST_RANGE -> out.setRequestRange(range(request.getRequestRange()));
            case REQUEST_PUT ->
                out.getRequestPutBuilder()
                        .setLease(lease(request.getRequestPut().getLease()));
            case REQUEST_TXN -> out.setRequestTxn(txn(request.getRequestTxn()));
            case REQUEST_DELETE_RANGE, REQUEST_NOT_SET -> {}
        }
        return out.build();
    }

    private RangeRequest range(RangeRequest range) {
        return range.toBuilder()
                .setRevision(revision(range.getRevision()))
                .setMinModRevision(revision(range.getMinModRevision()))
                .setMaxModRevision(revision(range.getMaxModRevision()))
                .setMinCreateRevision(revision(range.getMinCreateRevision()))
                .setMaxCreateRevision(revision(range.getMaxCreateRevision()))
                .build();
    }

    private TxnRequest txn(TxnRequest txn) {
        TxnRequest.Builder out = TxnRequest.newBuilder();
        txn.getCompareList().forEach(compare -> out.addCompare(compare(compare)));
        txn.getSuccessList().forEach(op -> out.addSuccess(request(op)));
        txn.getFailureList().forEach(op -> out.addFailure(request(op)));
        return out.build();
    }

    private Compare compare(Compare compare) {
        return switch (compare.getTargetValue()) {
            case Compare.CompareTarget.MOD_VALUE ->
                compare.toBuilder()
                        .setModRevision(revision(compare.getModRevision()))
                        .build();
            case Compare.CompareTarget.CREATE_VALUE ->
                compare.toBuilder()
                        .setCreateRevision(revision(compare.getCreateRevision()))
                        .build();
            case LEASE_TARGET ->
                compare.toBuilder()
                        .setUnknownFields(number(
                                LEASE_FIELD,
                                lease(compare.getUnknownFields().getField(LEASE_FIELD).getVarintList().stream()
                                        .reduce(0L, (first, last) -> last))))
                        .build();
            default -> compare;
        };
    }

    WatchCreateRequest watch(WatchCreateRequest request) {
        return request.toBuilder()
                .setStartRevision(revision(request.getStartRevision()))
                .build();
    }

    /** A field that the message class does not know. */
    static UnknownFieldSet number(int field, long value) {
        return UnknownFieldSet.newBuilder()
                .addField(
                        field,
                        UnknownFieldSet.Field.newBuilder().addVarint(value).build())
                .build();
    }
}
