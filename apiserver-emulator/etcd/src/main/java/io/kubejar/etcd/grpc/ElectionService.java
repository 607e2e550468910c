package io.kubejar.etcd.grpc;

import io.etcd.jetcd.api.CampaignRequest;
import io.etcd.jetcd.api.CampaignResponse;
import io.etcd.jetcd.api.ElectionGrpc;
import io.etcd.jetcd.api.LeaderRequest;
import io.etcd.jetcd.api.LeaderResponse;
import io.etcd.jetcd.api.ProclaimRequest;
import io.etcd.jetcd.api.ProclaimResponse;
import io.etcd.jetcd.api.ResignRequest;
import io.etcd.jetcd.api.ResignResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.kubejar.etcd.election.Elections;
import io.kubejar.etcd.election.LeaderListener;
import io.kubejar.etcd.election.Observation;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** {@code v3electionpb.Election}. */
final class ElectionService extends ElectionGrpc.ElectionImplBase {
    private final Entrance entrance;

    ElectionService(Entrance entrance) {
        this.entrance = entrance;
    }

    private Elections elections() {
        return new Elections(entrance.access());
    }

    @Override
    public void campaign(CampaignRequest request, StreamObserver<CampaignResponse> observer) {
        Calls.answerLater(observer, () -> elections().campaign(request));
    }

    @Override
    public void proclaim(ProclaimRequest request, StreamObserver<ProclaimResponse> observer) {
        Calls.answerLater(observer, () -> elections().proclaim(request));
    }

    @Override
    public void leader(LeaderRequest request, StreamObserver<LeaderResponse> observer) {
        Calls.answerLater(observer, () -> elections().leader(request));
    }

    @Override
    public void resign(ResignRequest request, StreamObserver<ResignResponse> observer) {
        Calls.answerLater(observer, () -> elections().resign(request));
    }

    @Override
    public void observe(LeaderRequest request, StreamObserver<LeaderResponse> observer) {
        ServerCallStreamObserver<LeaderResponse> out = (ServerCallStreamObserver<LeaderResponse>) observer;
        AtomicReference<@Nullable Observation> running = new AtomicReference<>();
        out.setOnReadyHandler(() -> {
            Observation observation = running.get();
            if (observation != null) {
                observation.resume();
            }
        });
        out.setOnCancelHandler(() -> {
            Observation observation = running.get();
            if (observation != null) {
                observation.close();
            }
        });
        running.set(elections().observe(request, new Stream(out)));
    }

    /** One stream of leaders. */
    private record Stream(ServerCallStreamObserver<LeaderResponse> out) implements LeaderListener {
        @Override
        public void onLeader(LeaderResponse response) {
            if (!out.isCancelled()) {
                out.onNext(response);
            }
        }

        @Override
        public void onEnd(@Nullable EtcdRefusal why) {
            if (out.isCancelled()) {
                return;
            }
            if (why == null) {
                out.onCompleted();
            } else {
                out.onError(Calls.error(why));
            }
        }

        @Override
        public boolean isReady() {
            return out.isReady();
        }
    }
}
