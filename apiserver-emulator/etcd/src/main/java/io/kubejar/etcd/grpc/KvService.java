package io.kubejar.etcd.grpc;

import io.etcd.jetcd.api.CompactionRequest;
import io.etcd.jetcd.api.CompactionResponse;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.DeleteRangeResponse;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.grpc.stub.StreamObserver;
import io.kubejar.etcd.engine.Engine;
import io.kubejar.etcd.mvcc.OpResult;
import io.kubejar.etcd.proto.FromProto;
import io.kubejar.etcd.proto.ToProto;

/** {@code etcdserverpb.KV}. */
final class KvService extends KVGrpc.KVImplBase {
    private final Engine engine;

    KvService(Engine engine) {
        this.engine = engine;
    }

    @Override
    public void range(RangeRequest request, StreamObserver<RangeResponse> observer) {
        Calls.answer(observer, () -> ToProto.range((OpResult.Range) engine.apply(FromProto.range(request))));
    }

    @Override
    public void put(PutRequest request, StreamObserver<PutResponse> observer) {
        Calls.answer(observer, () -> ToProto.put((OpResult.Put) engine.apply(FromProto.put(request))));
    }

    @Override
    public void deleteRange(DeleteRangeRequest request, StreamObserver<DeleteRangeResponse> observer) {
        Calls.answer(observer, () -> ToProto.delete((OpResult.Delete) engine.apply(FromProto.delete(request))));
    }

    @Override
    public void txn(TxnRequest request, StreamObserver<TxnResponse> observer) {
        Calls.answer(observer, () -> ToProto.txn((OpResult.Txn) engine.apply(FromProto.txn(request))));
    }

    @Override
    public void compact(CompactionRequest request, StreamObserver<CompactionResponse> observer) {
        Calls.answer(
                observer,
                () -> CompactionResponse.newBuilder()
                        .setHeader(ToProto.header(engine.compact(request.getRevision())))
                        .build());
    }
}
