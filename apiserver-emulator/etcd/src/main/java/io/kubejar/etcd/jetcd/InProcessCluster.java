package io.kubejar.etcd.jetcd;

import io.etcd.jetcd.Cluster;
import io.etcd.jetcd.api.MemberAddRequest;
import io.etcd.jetcd.api.MemberPromoteRequest;
import io.etcd.jetcd.api.MemberRemoveRequest;
import io.etcd.jetcd.api.MemberUpdateRequest;
import io.etcd.jetcd.cluster.MemberAddResponse;
import io.etcd.jetcd.cluster.MemberListResponse;
import io.etcd.jetcd.cluster.MemberPromoteResponse;
import io.etcd.jetcd.cluster.MemberRemoveResponse;
import io.etcd.jetcd.cluster.MemberUpdateResponse;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** jetcd's service of members. */
final class InProcessCluster implements Cluster {
    private final io.kubejar.etcd.service.Cluster cluster;

    InProcessCluster(io.kubejar.etcd.service.Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public CompletableFuture<MemberListResponse> listMember() {
        return Answers.of(() -> new MemberListResponse(cluster.list()));
    }

    @Override
    public CompletableFuture<MemberAddResponse> addMember(List<URI> peerAddrs) {
        return addMember(peerAddrs, false);
    }

    @Override
    public CompletableFuture<MemberAddResponse> addMember(List<URI> peerAddrs, boolean isLearner) {
        MemberAddRequest request = MemberAddRequest.newBuilder()
                .addAllPeerURLs(peerAddrs.stream().map(URI::toString).toList())
                .setIsLearner(isLearner)
                .build();
        return Answers.of(() -> new MemberAddResponse(cluster.add(request)));
    }

    @Override
    public CompletableFuture<MemberRemoveResponse> removeMember(long memberId) {
        MemberRemoveRequest request =
                MemberRemoveRequest.newBuilder().setID(memberId).build();
        return Answers.of(() -> new MemberRemoveResponse(cluster.remove(request)));
    }

    @Override
    public CompletableFuture<MemberUpdateResponse> updateMember(long memberId, List<URI> peerAddrs) {
        MemberUpdateRequest request = MemberUpdateRequest.newBuilder()
                .setID(memberId)
                .addAllPeerURLs(peerAddrs.stream().map(URI::toString).toList())
                .build();
        return Answers.of(() -> new MemberUpdateResponse(cluster.update(request)));
    }

    @Override
    public CompletableFuture<MemberPromoteResponse> promoteMember(long memberId) {
        MemberPromoteRequest request =
                MemberPromoteRequest.newBuilder().setID(memberId).build();
        return Answers.of(() -> new MemberPromoteResponse(cluster.promote(request)));
    }
}
