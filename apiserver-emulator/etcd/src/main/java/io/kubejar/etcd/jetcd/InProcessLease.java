package io.kubejar.etcd.jetcd;

import io.etcd.jetcd.Lease;
import io.etcd.jetcd.api.LeaseGrantResponse;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.etcd.jetcd.api.LeaseRevokeResponse;
import io.etcd.jetcd.api.LeaseTimeToLiveRequest;
import io.etcd.jetcd.options.LeaseOption;
import io.etcd.jetcd.support.CloseableClient;
import io.grpc.stub.StreamObserver;
import io.kubejar.core.loop.Timer;
import io.kubejar.etcd.access.Access;
import io.kubejar.etcd.mvcc.EtcdError;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import io.kubejar.etcd.proto.ToProto;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** jetcd's lease service. */
final class InProcessLease implements Lease {
    private final Access access;
    private final Set<KeepAlive> keepAlives = ConcurrentHashMap.newKeySet();

    InProcessLease(Access access) {
        this.access = access;
    }

    @Override
    public CompletableFuture<io.etcd.jetcd.lease.LeaseGrantResponse> grant(long ttl) {
        return Answers.of(() -> {
            io.kubejar.etcd.lease.Lease lease = access.grant(0, ttl);
            return new io.etcd.jetcd.lease.LeaseGrantResponse(LeaseGrantResponse.newBuilder()
                    .setHeader(ToProto.header(access.engine().revision()))
                    .setID(lease.id())
                    .setTTL(lease.ttl())
                    .build());
        });
    }

    @Override
    public CompletableFuture<io.etcd.jetcd.lease.LeaseGrantResponse> grant(long ttl, long timeout, TimeUnit unit) {
        return grant(ttl);
    }

    @Override
    public CompletableFuture<io.etcd.jetcd.lease.LeaseRevokeResponse> revoke(long leaseId) {
        return Answers.of(() -> new io.etcd.jetcd.lease.LeaseRevokeResponse(LeaseRevokeResponse.newBuilder()
                .setHeader(ToProto.header(access.revoke(leaseId)))
                .build()));
    }

    @Override
    public CompletableFuture<io.etcd.jetcd.lease.LeaseKeepAliveResponse> keepAliveOnce(long leaseId) {
        return Answers.of(() -> {
            io.etcd.jetcd.lease.LeaseKeepAliveResponse response = renew(leaseId);
            if (response.getTTL() == 0) {
                throw EtcdError.LEASE_NOT_FOUND.refusal();
            }
            return response;
        });
    }

    /** Begins the lease's time anew; a time of 0 in the answer says that there is no such lease. */
    private io.etcd.jetcd.lease.LeaseKeepAliveResponse renew(long leaseId) {
        long revision = access.engine().revision();
        return new io.etcd.jetcd.lease.LeaseKeepAliveResponse(LeaseKeepAliveResponse.newBuilder()
                .setHeader(ToProto.header(revision))
                .setID(leaseId)
                .setTTL(access.keepAlive(leaseId))
                .build());
    }

    @Override
    public CompletableFuture<io.etcd.jetcd.lease.LeaseTimeToLiveResponse> timeToLive(long leaseId, LeaseOption option) {
        return Answers.of(() -> {
            LeaseTimeToLiveRequest request = LeaseTimeToLiveRequest.newBuilder()
                    .setID(leaseId)
                    .setKeys(option.isAttachedKeys())
                    .build();
            return new io.etcd.jetcd.lease.LeaseTimeToLiveResponse(access.timeToLive(request));
        });
    }

    @Override
    public CloseableClient keepAlive(
            long leaseId, StreamObserver<io.etcd.jetcd.lease.LeaseKeepAliveResponse> observer) {
        KeepAlive keepAlive = new KeepAlive(leaseId, observer);
        keepAlives.add(keepAlive);
        keepAlive.renew();
        return keepAlive;
    }

    @Override
    public void close() {
        keepAlives.forEach(KeepAlive::close);
    }

    /** Renews a lease each time a third of its time has passed, as jetcd does. */
    private final class KeepAlive implements CloseableClient {
        private final long leaseId;
        private final StreamObserver<io.etcd.jetcd.lease.LeaseKeepAliveResponse> observer;
        private @Nullable Timer timer; // guarded by this
        private boolean closed; // guarded by this

        KeepAlive(long leaseId, StreamObserver<io.etcd.jetcd.lease.LeaseKeepAliveResponse> observer) {
            this.leaseId = leaseId;
            this.observer = observer;
        }

        void renew() {
            io.etcd.jetcd.lease.LeaseKeepAliveResponse response;
            synchronized (this) {
                if (closed) {
                    return;
                }
                try {
                    response = InProcessLease.this.renew(leaseId);
                } catch (EtcdRefusal e) {
                    end(e);
                    return;
                }
                if (response.getTTL() == 0) {
                    end(EtcdError.LEASE_NOT_FOUND.refusal());
                    return;
                }
                timer = access.engine()
                        .after(Duration.ofSeconds(response.getTTL()).dividedBy(3), "lease keep-alive", this::renew);
            }
            observer.onNext(response);
        }

        private void end(EtcdRefusal why) {
            closed = true;
            keepAlives.remove(this);
            observer.onError(Answers.exception(why.error()));
        }

        @Override
        public void close() {
            synchronized (this) {
                if (closed) {
                    return;
                }
                closed = true;
                if (timer != null) {
                    timer.cancel();
                }
            }
            keepAlives.remove(this);
            observer.onCompleted();
        }
    }
}
