package io.kubejar.cluster.fault;

import io.etcd.jetcd.Lease;
import io.etcd.jetcd.lease.LeaseGrantResponse;
import io.etcd.jetcd.lease.LeaseKeepAliveResponse;
import io.etcd.jetcd.lease.LeaseRevokeResponse;
import io.etcd.jetcd.lease.LeaseTimeToLiveResponse;
import io.etcd.jetcd.options.LeaseOption;
import io.etcd.jetcd.support.CloseableClient;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Leases behind a gate; those that are kept alive already stay so. */
record GatedLease(Gate gate, Lease real) implements Lease {
    @Override
    public CompletableFuture<LeaseGrantResponse> grant(long ttl) {
        return gate.pass(() -> real.grant(ttl));
    }

    @Override
    public CompletableFuture<LeaseGrantResponse> grant(long ttl, long timeout, TimeUnit unit) {
        return gate.pass(() -> real.grant(ttl, timeout, unit));
    }

    @Override
    public CompletableFuture<LeaseRevokeResponse> revoke(long lease) {
        return gate.pass(() -> real.revoke(lease));
    }

    @Override
    public CompletableFuture<LeaseKeepAliveResponse> keepAliveOnce(long lease) {
        return gate.pass(() -> real.keepAliveOnce(lease));
    }

    @Override
    public CompletableFuture<LeaseTimeToLiveResponse> timeToLive(long lease, LeaseOption option) {
        return gate.pass(() -> real.timeToLive(lease, option));
    }

    @Override
    public CloseableClient keepAlive(long lease, StreamObserver<LeaseKeepAliveResponse> observer) {
        return real.keepAlive(lease, observer);
    }

    @Override
    public void close() {
        real.close();
    }
}
