package io.kubejar.etcd.grpc;

import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.Member;
import io.etcd.jetcd.api.MemberListRequest;
import io.etcd.jetcd.api.MemberListResponse;
import io.etcd.jetcd.api.MemberPromoteRequest;
import io.etcd.jetcd.api.MemberPromoteResponse;
import io.etcd.jetcd.api.MemberRemoveRequest;
import io.etcd.jetcd.api.MemberRemoveResponse;
import io.etcd.jetcd.api.MemberUpdateRequest;
import io.etcd.jetcd.api.MemberUpdateResponse;
import io.grpc.stub.StreamObserver;
import io.kubejar.etcd.mvcc.EtcdError;
import io.kubejar.etcd.proto.ToProto;
import java.util.function.Supplier;

/** {@code etcdserverpb.Cluster} of one member that stays alone; gRPC refuses by name what would change that. */
final class ClusterService extends ClusterGrpc.ClusterImplBase {
    private final Entrance entrance;
    private final Supplier<String> url;

    ClusterService(Entrance entrance, Supplier<String> url) {
        this.entrance = entrance;
        this.url = url;
    }

    @Override
    public void memberList(MemberListRequest request, StreamObserver<MemberListResponse> observer) {
        Calls.answer(
                observer,
                () -> MemberListResponse.newBuilder()
                        .setHeader(ToProto.header(entrance.engine().revision()))
                        .addMembers(Member.newBuilder()
                                .setID(ToProto.MEMBER_ID)
                                .setName("default")
                                .addClientURLs(url.get()))
                        .build());
    }

    @Override
    public void memberRemove(MemberRemoveRequest request, StreamObserver<MemberRemoveResponse> observer) {
        if (request.getID() == ToProto.MEMBER_ID) {
            super.memberRemove(request, observer);
        } else {
            observer.onError(Calls.error(EtcdError.MEMBER_NOT_FOUND));
        }
    }

    @Override
    public void memberUpdate(MemberUpdateRequest request, StreamObserver<MemberUpdateResponse> observer) {
        if (request.getID() == ToProto.MEMBER_ID) {
            super.memberUpdate(request, observer);
        } else {
            observer.onError(Calls.error(EtcdError.MEMBER_NOT_FOUND));
        }
    }

    @Override
    public void memberPromote(MemberPromoteRequest request, StreamObserver<MemberPromoteResponse> observer) {
        boolean self = request.getID() == ToProto.MEMBER_ID;
        observer.onError(Calls.error(self ? EtcdError.MEMBER_NOT_LEARNER : EtcdError.MEMBER_NOT_FOUND));
    }
}
