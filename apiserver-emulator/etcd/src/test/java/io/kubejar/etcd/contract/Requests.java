package io.kubejar.etcd.contract;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import java.util.List;
import java.util.function.UnaryOperator;

/** etcd's messages, made in few words. */
final class Requests {
    /** The range end that means no end. */
    static final String OPEN = "\0";

    private Requests() {}

    static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }

    static RequestOp put(String key) {
        return put(key, put -> put.setValue(bytes("v")));
    }

    static RequestOp put(String key, UnaryOperator<PutRequest.Builder> more) {
        return RequestOp.newBuilder()
                .setRequestPut(more.apply(PutRequest.newBuilder().setKey(bytes(key))))
                .build();
    }

    static RequestOp read(String key) {
        return read(key, range -> range);
    }

    static RequestOp read(String key, UnaryOperator<RangeRequest.Builder> more) {
        return RequestOp.newBuilder()
                .setRequestRange(more.apply(RangeRequest.newBuilder().setKey(bytes(key))))
                .build();
    }

    static RequestOp drop(String key) {
        return drop(key, "");
    }

    static RequestOp drop(String key, String end) {
        return RequestOp.newBuilder()
                .setRequestDeleteRange(
                        DeleteRangeRequest.newBuilder().setKey(bytes(key)).setRangeEnd(bytes(end)))
                .build();
    }

    static Compare compare(String key) {
        return Compare.newBuilder()
                .setKey(bytes(key))
                .setTarget(Compare.CompareTarget.VERSION)
                .build();
    }

    /** Does all of it. */
    static RequestOp txn(RequestOp... ops) {
        return txn(List.of(), List.of(ops), List.of());
    }

    static RequestOp txn(List<Compare> compares, List<RequestOp> success, List<RequestOp> failure) {
        return RequestOp.newBuilder()
                .setRequestTxn(TxnRequest.newBuilder()
                        .addAllCompare(compares)
                        .addAllSuccess(success)
                        .addAllFailure(failure))
                .build();
    }
}
