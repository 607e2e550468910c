package io.kubejar.etcd.grpc;

import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.MemberAddRequest;
import io.etcd.jetcd.api.MemberAddResponse;
import io.etcd.jetcd.api.MemberListRequest;
import io.etcd.jetcd.api.MemberListResponse;
import io.etcd.jetcd.api.MemberPromoteRequest;
import io.etcd.jetcd.api.MemberPromoteResponse;
import io.etcd.jetcd.api.MemberRemoveRequest;
import io.etcd.jetcd.api.MemberRemoveResponse;
import io.etcd.jetcd.api.MemberUpdateRequest;
import io.etcd.jetcd.api.MemberUpdateResponse;
import io.grpc.stub.StreamObserver;
import io.kubejar.etcd.service.Cluster;
import java.util.List;
import java.util.function.Supplier;

/** {@code etcdserverpb.Cluster}. */
final class ClusterService extends ClusterGrpc.ClusterImplBase {
    private final Entrance entrance;
    private final Supplier<String> url;

    ClusterService(Entrance entrance, Supplier<String> url) {
        this.entrance = entrance;
        this.url = url;
    }

    private Cluster cluster() {
        return new Cluster(entrance.access(), List.of(url.get()));
    }

    @Override
    public void memberList(MemberListRequest request, StreamObserver<MemberListResponse> observer) {
        Calls.answer(observer, () -> cluster().list());
    }

    @Override
    public void memberAdd(MemberAddRequest request, StreamObserver<MemberAddResponse> observer) {
        Calls.answer(observer, () -> cluster().add(request));
    }

    @Override
    public void memberRemove(MemberRemoveRequest request, StreamObserver<MemberRemoveResponse> observer) {
        Calls.answer(observer, () -> cluster().remove(request));
    }

    @Override
    public void memberUpdate(MemberUpdateRequest request, StreamObserver<MemberUpdateResponse> observer) {
        Calls.answer(observer, () -> cluster().update(request));
    }

    @Override
    public void memberPromote(MemberPromoteRequest request, StreamObserver<MemberPromoteResponse> observer) {
        Calls.answer(observer, () -> cluster().promote(request));
    }
}
