package io.kubejar.etcd.linear;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.kubejar.core.chance.Chance;

/** What one client asks for, by chance. */
final class Workload {
    private static final int KEYS = 3;
    private static final ByteString ALL_FROM = WholeStore.bytes("k");
    private static final ByteString ALL_TO = WholeStore.bytes("l");

    private final Chance chance;
    private final int client;
    private int written;

    Workload(Chance chance, int client) {
        this.chance = chance;
        this.client = client;
    }

    private ByteString key() {
        return WholeStore.bytes("k" + chance.below(KEYS));
    }

    private PutRequest put(ByteString key) {
        return PutRequest.newBuilder()
                .setKey(key)
                .setValue(WholeStore.bytes(client + "." + written++))
                .setPrevKv(chance.below(2) == 0)
                .build();
    }

    /** On one key, and such that its value alone tells what happened. */
    RequestOp single() {
        ByteString key = key();
        RequestOp.Builder op = RequestOp.newBuilder();
        return switch (chance.below(8)) {
            case 0, 1, 2 -> op.setRequestPut(put(key)).build();
            case 3 ->
                op.setRequestDeleteRange(DeleteRangeRequest.newBuilder().setKey(key))
                        .build();
            case 4 ->
                op.setRequestTxn(TxnRequest.newBuilder()
                                .addCompare(Compare.newBuilder()
                                        .setKey(key)
                                        .setTarget(Compare.CompareTarget.VALUE)
                                        .setValue(WholeStore.bytes(chance.below(4) + "." + chance.below(written + 1))))
                                .addSuccess(RequestOp.newBuilder().setRequestPut(put(key))))
                        .build();
            default -> op.setRequestRange(RangeRequest.newBuilder().setKey(key)).build();
        };
    }

    /** On one key or several. */
    RequestOp any() {
        RequestOp.Builder op = RequestOp.newBuilder();
        return switch (chance.below(10)) {
            case 0, 1 -> op.setRequestTxn(txn()).build();
            case 2 ->
                op.setRequestDeleteRange(DeleteRangeRequest.newBuilder()
                                .setKey(ALL_FROM)
                                .setRangeEnd(chance.below(3) == 0 ? ALL_TO : WholeStore.bytes("k1"))
                                .setPrevKv(true))
                        .build();
            case 3, 4 ->
                op.setRequestRange(RangeRequest.newBuilder().setKey(ALL_FROM).setRangeEnd(ALL_TO))
                        .build();
            default -> single();
        };
    }

    /** Writes all keys if one is not there, else all but one. */
    private TxnRequest txn() {
        TxnRequest.Builder txn = TxnRequest.newBuilder()
                .addCompare(Compare.newBuilder()
                        .setKey(key())
                        .setTarget(Compare.CompareTarget.VERSION)
                        .setVersion(0));
        for (int i = 0; i < KEYS; i++) {
            RequestOp put = RequestOp.newBuilder()
                    .setRequestPut(put(WholeStore.bytes("k" + i)))
                    .build();
            txn.addSuccess(put);
            if (i > 0) {
                txn.addFailure(put);
            }
        }
        txn.addFailure(RequestOp.newBuilder()
                .setRequestDeleteRange(DeleteRangeRequest.newBuilder().setKey(WholeStore.bytes("k0"))));
        return txn.build();
    }
}
