package io.kubejar.etcd.grpc;

import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrantResponse;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.LeaseRevokeResponse;
import io.etcd.jetcd.api.LeaseTimeToLiveRequest;
import io.etcd.jetcd.api.LeaseTimeToLiveResponse;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.StreamObserver;
import io.kubejar.etcd.access.Access;
import io.kubejar.etcd.lease.Lease;
import io.kubejar.etcd.proto.ToProto;

/** {@code etcdserverpb.Lease}. */
final class LeaseService extends LeaseGrpc.LeaseImplBase {
    private static final int LEASES_FIELD = 2; // in LeaseLeasesResponse
    private static final int ID_FIELD = 1; // in LeaseStatus

    private final Entrance entrance;

    LeaseService(Entrance entrance) {
        this.entrance = entrance;
    }

    /** All methods: those that the generated class has, and {@code LeaseLeases}, which is newer than it. */
    ServerServiceDefinition definition() {
        return new NewerMethods(this)
                .add("LeaseLeases", request -> leaseLeases())
                .build();
    }

    private UnknownFieldSet leaseLeases() {
        UnknownFieldSet.Field.Builder leases = UnknownFieldSet.Field.newBuilder();
        for (Lease lease : entrance.access().leases()) {
            UnknownFieldSet status = UnknownFieldSet.newBuilder()
                    .addField(ID_FIELD, NewerMethods.number(lease.id()))
                    .build();
            leases.addLengthDelimited(status.toByteString());
        }
        return NewerMethods.response(entrance.engine().revision())
                .addField(LEASES_FIELD, leases.build())
                .build();
    }

    @Override
    public void leaseGrant(LeaseGrantRequest request, StreamObserver<LeaseGrantResponse> observer) {
        Calls.answer(observer, () -> {
            Lease lease = entrance.access().grant(request.getID(), request.getTTL());
            return LeaseGrantResponse.newBuilder()
                    .setHeader(ToProto.header(entrance.engine().revision()))
                    .setID(lease.id())
                    .setTTL(lease.ttl())
                    .build();
        });
    }

    @Override
    public void leaseRevoke(LeaseRevokeRequest request, StreamObserver<LeaseRevokeResponse> observer) {
        Calls.answer(
                observer,
                () -> LeaseRevokeResponse.newBuilder()
                        .setHeader(ToProto.header(entrance.access().revoke(request.getID())))
                        .build());
    }

    @Override
    public void leaseTimeToLive(LeaseTimeToLiveRequest request, StreamObserver<LeaseTimeToLiveResponse> observer) {
        Calls.answer(observer, () -> entrance.access().timeToLive(request));
    }

    @Override
    public StreamObserver<LeaseKeepAliveRequest> leaseKeepAlive(StreamObserver<LeaseKeepAliveResponse> observer) {
        return new KeepAliveStream(entrance.access(), observer);
    }

    /** One stream of renewals. */
    private record KeepAliveStream(Access access, StreamObserver<LeaseKeepAliveResponse> observer)
            implements StreamObserver<LeaseKeepAliveRequest> {
        @Override
        public void onNext(LeaseKeepAliveRequest request) {
            LeaseKeepAliveResponse.Builder response = LeaseKeepAliveResponse.newBuilder()
                    .setHeader(ToProto.header(
                            access.engine().revision())) // as it was before, see upstream's leaseKeepAlive
                    .setID(request.getID());
            try {
                response.setTTL(access.keepAlive(request.getID()));
            } catch (RuntimeException e) {
                observer.onError(Calls.error(e));
                return;
            }
            observer.onNext(response.build());
        }

        @Override
        public void onError(Throwable gone) {
            // The client went away; its leases end by themselves.
        }

        @Override
        public void onCompleted() {
            observer.onCompleted();
        }
    }
}
