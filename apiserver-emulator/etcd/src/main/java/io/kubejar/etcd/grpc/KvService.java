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
import io.kubejar.etcd.engine.Answer;
import io.kubejar.etcd.engine.Place;
import io.kubejar.etcd.mvcc.Op;
import io.kubejar.etcd.mvcc.OpResult;
import io.kubejar.etcd.proto.FromProto;
import io.kubejar.etcd.proto.ToProto;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code etcdserverpb.KV}. */
final class KvService extends KVGrpc.KVImplBase {
    private final Entrance entrance;

    KvService(Entrance entrance) {
        this.entrance = entrance;
    }

    @Override
    public void range(RangeRequest request, StreamObserver<RangeResponse> observer) {
        apply(observer, () -> FromProto.range(request), result -> ToProto.range((OpResult.Range) result));
    }

    @Override
    public void put(PutRequest request, StreamObserver<PutResponse> observer) {
        apply(observer, () -> FromProto.put(request), result -> ToProto.put((OpResult.Put) result));
    }

    @Override
    public void deleteRange(DeleteRangeRequest request, StreamObserver<DeleteRangeResponse> observer) {
        apply(observer, () -> FromProto.delete(request), result -> ToProto.delete((OpResult.Delete) result));
    }

    @Override
    public void txn(TxnRequest request, StreamObserver<TxnResponse> observer) {
        apply(observer, () -> FromProto.txn(request), result -> ToProto.txn((OpResult.Txn) result));
    }

    /** The thread that a call comes in on does not wait for a slow disk; it serves all calls of its connections. */
    private <T> void apply(StreamObserver<T> observer, Supplier<Op> request, Function<OpResult, T> form) {
        Op op;
        try {
            op = request.get();
        } catch (RuntimeException e) {
            observer.onError(Calls.error(e));
            return;
        }
        entrance.access().apply(op, new Answer<>() {
            @Override
            public @Nullable Place near() {
                return entrance.near().get();
            }

            @Override
            public void done(OpResult result) {
                Calls.answer(observer, () -> form.apply(result));
            }

            @Override
            public void failed(RuntimeException why) {
                observer.onError(Calls.error(why));
            }
        });
    }

    @Override
    public void compact(CompactionRequest request, StreamObserver<CompactionResponse> observer) {
        Calls.answer(
                observer,
                () -> CompactionResponse.newBuilder()
                        .setHeader(ToProto.header(entrance.access().compact(request.getRevision())))
                        .build());
    }
}
