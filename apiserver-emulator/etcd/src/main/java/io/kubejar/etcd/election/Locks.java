package io.kubejar.etcd.election;

import io.etcd.jetcd.api.lock.LockRequest;
import io.etcd.jetcd.api.lock.LockResponse;
import io.etcd.jetcd.api.lock.UnlockRequest;
import io.etcd.jetcd.api.lock.UnlockResponse;
import io.kubejar.etcd.access.Access;
import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.DeleteOp;
import io.kubejar.etcd.mvcc.EtcdError;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import io.kubejar.etcd.mvcc.KeyRange;
import io.kubejar.etcd.mvcc.KeyValue;
import io.kubejar.etcd.mvcc.OpResult;
import io.kubejar.etcd.mvcc.PutOp;
import io.kubejar.etcd.mvcc.RangeOp;
import io.kubejar.etcd.proto.FromProto;
import io.kubejar.etcd.proto.ToProto;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * {@code v3lockpb.Lock}. No call blocks: one that has to wait gives a future that is completed later, by a thread that may
 * wait, and that can be cancelled. Futures fail with an {@link EtcdRefusal}. Source: etcd 3.6 v3lock/lock.go and
 * concurrency/mutex.go.
 */
public final class Locks {
    private final Access access;

    /** For a caller. */
    public Locks(Access access) {
        this.access = access;
    }

    /** Takes the lock, in turn. Who gives up waiting leaves the line; without a lease there is one for a minute. */
    public CompletableFuture<LockResponse> lock(LockRequest request) {
        try {
            return lock(FromProto.bytes(request.getName()), Line.session(access, request.getLease()));
        } catch (EtcdRefusal e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<LockResponse> lock(Bytes name, long lease) {
        Line line = Line.of(access, name);
        Bytes key = line.key(lease);
        PutOp put = new PutOp(key, Bytes.EMPTY, lease, false, false, false);
        OpResult.Txn entered = line.ifCreatedAt(
                key, 0, List.of(put, line.first()), List.of(RangeOp.all(KeyRange.single(key)), line.first()));
        long mine = entered.revision();
        if (!entered.succeeded()) {
            KeyValue held = Line.only(entered.results().get(0));
            mine = held == null ? mine : held.createRevision();
        }
        KeyValue first = Line.only(entered.results().get(1));
        if (first == null || first.createRevision() == mine) {
            return CompletableFuture.completedFuture(response(key, entered.revision()));
        }
        return line.await(mine - 1, () -> confirm(key), () -> delete(key));
    }

    /** Whoever's lease ended while they waited has no lock. */
    private LockResponse confirm(Bytes key) {
        OpResult.Range own = (OpResult.Range) access.apply(RangeOp.all(KeyRange.single(key)));
        if (own.kvs().isEmpty()) {
            throw EtcdError.SESSION_EXPIRED.refusal();
        }
        return response(key, own.revision());
    }

    private static LockResponse response(Bytes key, long revision) {
        return LockResponse.newBuilder()
                .setHeader(ToProto.header(revision))
                .setKey(ToProto.bytes(key))
                .build();
    }

    private long delete(Bytes key) {
        return access.apply(new DeleteOp(KeyRange.single(key), false)).revision();
    }

    /** Gives the lock back. */
    public CompletableFuture<UnlockResponse> unlock(UnlockRequest request) {
        CompletableFuture<UnlockResponse> answer = new CompletableFuture<>();
        Line.complete(
                answer,
                () -> UnlockResponse.newBuilder()
                        .setHeader(ToProto.header(delete(FromProto.bytes(request.getKey()))))
                        .build());
        return answer;
    }
}
