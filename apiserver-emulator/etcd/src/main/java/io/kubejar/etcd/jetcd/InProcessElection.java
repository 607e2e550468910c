package io.kubejar.etcd.jetcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Election;
import io.etcd.jetcd.api.CampaignRequest;
import io.etcd.jetcd.api.LeaderRequest;
import io.etcd.jetcd.api.ProclaimRequest;
import io.etcd.jetcd.api.ResignRequest;
import io.etcd.jetcd.election.CampaignResponse;
import io.etcd.jetcd.election.LeaderKey;
import io.etcd.jetcd.election.LeaderResponse;
import io.etcd.jetcd.election.NoLeaderException;
import io.etcd.jetcd.election.NotLeaderException;
import io.etcd.jetcd.election.ProclaimResponse;
import io.etcd.jetcd.election.ResignResponse;
import io.kubejar.etcd.access.Access;
import io.kubejar.etcd.election.Elections;
import io.kubejar.etcd.election.LeaderListener;
import io.kubejar.etcd.election.Observation;
import io.kubejar.etcd.mvcc.EtcdError;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** jetcd's election service. What is observed is told as a watch is; it ends with the client. */
final class InProcessElection implements Election {
    private static final ByteSequence NO_NAMESPACE = ByteSequence.EMPTY;

    private final Elections elections;
    private final Pending pending = new Pending();
    private final Set<Observation> observations = ConcurrentHashMap.newKeySet();

    InProcessElection(Access access) {
        this.elections = new Elections(access);
    }

    private static ByteString bytes(ByteSequence sequence) {
        return ByteString.copyFrom(sequence.getBytes());
    }

    private static io.etcd.jetcd.api.LeaderKey message(LeaderKey leader) {
        return io.etcd.jetcd.api.LeaderKey.newBuilder()
                .setName(bytes(leader.getName()))
                .setKey(bytes(leader.getKey()))
                .setRev(leader.getRevision())
                .setLease(leader.getLease())
                .build();
    }

    private static Exception exception(EtcdError error) {
        if (error == EtcdError.ELECTION_NOT_LEADER) {
            return new NotLeaderException();
        }
        return error == EtcdError.ELECTION_NO_LEADER ? new NoLeaderException() : Answers.unknown(error);
    }

    @Override
    public CompletableFuture<CampaignResponse> campaign(
            ByteSequence electionName, long leaseId, ByteSequence proposal) {
        CampaignRequest request = CampaignRequest.newBuilder()
                .setName(bytes(electionName))
                .setLease(leaseId)
                .setValue(bytes(proposal))
                .build();
        return pending.add(elections.campaign(request), CampaignResponse::new, InProcessElection::exception);
    }

    @Override
    public CompletableFuture<ProclaimResponse> proclaim(LeaderKey leaderKey, ByteSequence proposal) {
        ProclaimRequest request = ProclaimRequest.newBuilder()
                .setLeader(message(leaderKey))
                .setValue(bytes(proposal))
                .build();
        return pending.add(elections.proclaim(request), ProclaimResponse::new, InProcessElection::exception);
    }

    @Override
    public CompletableFuture<LeaderResponse> leader(ByteSequence electionName) {
        LeaderRequest request =
                LeaderRequest.newBuilder().setName(bytes(electionName)).build();
        return pending.add(
                elections.leader(request),
                response -> new LeaderResponse(response, NO_NAMESPACE),
                InProcessElection::exception);
    }

    @Override
    public CompletableFuture<ResignResponse> resign(LeaderKey leaderKey) {
        ResignRequest request =
                ResignRequest.newBuilder().setLeader(message(leaderKey)).build();
        return pending.add(elections.resign(request), ResignResponse::new, InProcessElection::exception);
    }

    @Override
    public void observe(ByteSequence electionName, Listener listener) {
        LeaderRequest request =
                LeaderRequest.newBuilder().setName(bytes(electionName)).build();
        observations.removeIf(Observation::isEnded);
        observations.add(elections.observe(request, new Observer(listener)));
    }

    @Override
    public void close() {
        pending.close();
        observations.forEach(Observation::close);
    }

    /** Hands on to jetcd's listener. */
    private record Observer(Listener listener) implements LeaderListener {
        @Override
        public void onLeader(io.etcd.jetcd.api.LeaderResponse response) {
            listener.onNext(new LeaderResponse(response, NO_NAMESPACE));
        }

        @Override
        public void onEnd(@Nullable EtcdRefusal why) {
            if (why == null) {
                listener.onCompleted();
            } else {
                listener.onError(Answers.exception(why.error()));
            }
        }
    }
}
