package io.kubejar.etcd.jetcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Lock;
import io.etcd.jetcd.api.lock.LockRequest;
import io.etcd.jetcd.api.lock.UnlockRequest;
import io.etcd.jetcd.lock.LockResponse;
import io.etcd.jetcd.lock.UnlockResponse;
import io.kubejar.etcd.access.Access;
import io.kubejar.etcd.election.Locks;
import java.util.concurrent.CompletableFuture;

/** jetcd's lock service. A lock that is free is taken when the call returns; one that is not comes later. */
final class InProcessLock implements Lock {
    private static final ByteSequence NO_NAMESPACE = ByteSequence.EMPTY;

    private final Locks locks;
    private final Pending pending = new Pending();

    InProcessLock(Access access) {
        this.locks = new Locks(access);
    }

    @Override
    public CompletableFuture<LockResponse> lock(ByteSequence name, long leaseId) {
        LockRequest request = LockRequest.newBuilder()
                .setName(ByteString.copyFrom(name.getBytes()))
                .setLease(leaseId)
                .build();
        return pending.add(locks.lock(request), response -> new LockResponse(response, NO_NAMESPACE), Answers::unknown);
    }

    @Override
    public CompletableFuture<UnlockResponse> unlock(ByteSequence lockKey) {
        UnlockRequest request = UnlockRequest.newBuilder()
                .setKey(ByteString.copyFrom(lockKey.getBytes()))
                .build();
        return pending.add(locks.unlock(request), UnlockResponse::new, Answers::unknown);
    }

    @Override
    public void close() {
        pending.close();
    }
}
