package io.kubejar.etcd.grpc;

import io.etcd.jetcd.api.lock.LockGrpc;
import io.etcd.jetcd.api.lock.LockRequest;
import io.etcd.jetcd.api.lock.LockResponse;
import io.etcd.jetcd.api.lock.UnlockRequest;
import io.etcd.jetcd.api.lock.UnlockResponse;
import io.grpc.stub.StreamObserver;
import io.kubejar.etcd.election.Locks;

/** {@code v3lockpb.Lock}. */
final class LockService extends LockGrpc.LockImplBase {
    private final Entrance entrance;

    LockService(Entrance entrance) {
        this.entrance = entrance;
    }

    @Override
    public void lock(LockRequest request, StreamObserver<LockResponse> observer) {
        Calls.answerLater(observer, () -> new Locks(entrance.access()).lock(request));
    }

    @Override
    public void unlock(UnlockRequest request, StreamObserver<UnlockResponse> observer) {
        Calls.answerLater(observer, () -> new Locks(entrance.access()).unlock(request));
    }
}
