package io.kubejar.etcd.election;

import io.etcd.jetcd.api.CampaignRequest;
import io.etcd.jetcd.api.CampaignResponse;
import io.etcd.jetcd.api.LeaderKey;
import io.etcd.jetcd.api.LeaderRequest;
import io.etcd.jetcd.api.LeaderResponse;
import io.etcd.jetcd.api.ProclaimRequest;
import io.etcd.jetcd.api.ProclaimResponse;
import io.etcd.jetcd.api.ResignRequest;
import io.etcd.jetcd.api.ResignResponse;
import io.kubejar.etcd.access.Access;
import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.DeleteOp;
import io.kubejar.etcd.mvcc.EtcdError;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import io.kubejar.etcd.mvcc.KeyRange;
import io.kubejar.etcd.mvcc.KeyValue;
import io.kubejar.etcd.mvcc.OpResult;
import io.kubejar.etcd.mvcc.PutOp;
import io.kubejar.etcd.mvcc.RangeOp;
import io.kubejar.etcd.proto.FromProto;
import io.kubejar.etcd.proto.ToProto;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * {@code v3electionpb.Election}. No call blocks, as in {@link Locks}, and futures fail with an {@link EtcdRefusal} here
 * too. Source: etcd 3.6 v3election/election.go and concurrency/election.go.
 */
public final class Elections {
    private final Access access;

    /** For a caller. */
    public Elections(Access access) {
        this.access = access;
    }

    /** Stands for leadership until it is won. Who gives up resigns; without a lease there is one for a minute. */
    public CompletableFuture<CampaignResponse> campaign(CampaignRequest request) {
        try {
            return run(request);
        } catch (EtcdRefusal e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<CampaignResponse> run(CampaignRequest request) {
        long lease = Line.session(access, request.getLease());
        Line line = Line.of(access, FromProto.bytes(request.getName()));
        Bytes key = line.key(lease);
        Bytes value = FromProto.bytes(request.getValue());
        OpResult.Txn entered = line.ifCreatedAt(
                key,
                0,
                List.of(new PutOp(key, value, lease, false, false, false)),
                List.of(RangeOp.all(KeyRange.single(key))));
        long created = entered.revision();
        KeyValue standing =
                entered.succeeded() ? null : Line.only(entered.results().get(0));
        if (standing != null) {
            created = standing.createRevision();
        }
        LeaderKey leader = LeaderKey.newBuilder()
                .setName(request.getName())
                .setKey(ToProto.bytes(key))
                .setRev(created)
                .setLease(lease)
                .build();
        if (standing != null && !standing.value().equals(value)) {
            try {
                proclaim(leader, value);
            } catch (EtcdRefusal e) {
                resign(leader);
                throw e;
            }
        }
        CampaignResponse won = CampaignResponse.newBuilder()
                .setHeader(ToProto.header(entered.revision()))
                .setLeader(leader)
                .build();
        return line.await(created - 1, () -> won, () -> resign(leader));
    }

    /** Lets the leader say something new. */
    public CompletableFuture<ProclaimResponse> proclaim(ProclaimRequest request) {
        return now(() -> {
            LeaderKey leader = resumed(request.hasLeader(), request.getLeader());
            long revision = proclaim(leader, FromProto.bytes(request.getValue()));
            return ProclaimResponse.newBuilder()
                    .setHeader(ToProto.header(revision))
                    .build();
        });
    }

    private long proclaim(LeaderKey leader, Bytes value) {
        PutOp put = new PutOp(FromProto.bytes(leader.getKey()), value, leader.getLease(), false, false, false);
        OpResult.Txn said = line(leader).ifCreatedAt(put.key(), leader.getRev(), List.of(put), List.of());
        if (!said.succeeded()) {
            throw EtcdError.ELECTION_NOT_LEADER.refusal();
        }
        return said.revision();
    }

    /** Who leads. */
    public CompletableFuture<LeaderResponse> leader(LeaderRequest request) {
        return now(() -> {
            OpResult.Range first =
                    Line.of(access, FromProto.bytes(request.getName())).readFirst();
            KeyValue leader = Line.only(first);
            if (leader == null) {
                throw EtcdError.ELECTION_NO_LEADER.refusal();
            }
            return response(first.revision(), leader);
        });
    }

    static LeaderResponse response(long revision, KeyValue leader) {
        return LeaderResponse.newBuilder()
                .setHeader(ToProto.header(revision))
                .setKv(ToProto.keyValue(leader))
                .build();
    }

    /** Tells a listener who leads and what they say, from now on; until it is closed or the store is. */
    public Observation observe(LeaderRequest request, LeaderListener listener) {
        Observation observation = new Observation(Line.of(access, FromProto.bytes(request.getName())), listener);
        observation.begin();
        return observation;
    }

    /** Gives leadership up; nothing happens when it was lost already. */
    public CompletableFuture<ResignResponse> resign(ResignRequest request) {
        return now(() -> {
            LeaderKey leader = resumed(request.hasLeader(), request.getLeader());
            return ResignResponse.newBuilder()
                    .setHeader(ToProto.header(resign(leader)))
                    .build();
        });
    }

    private long resign(LeaderKey leader) {
        Bytes key = FromProto.bytes(leader.getKey());
        DeleteOp delete = new DeleteOp(KeyRange.single(key), false);
        return line(leader)
                .ifCreatedAt(key, leader.getRev(), List.of(delete), List.of())
                .revision();
    }

    private LeaderKey resumed(boolean given, LeaderKey leader) {
        if (!given) {
            throw EtcdError.LEADER_MISSING.refusal();
        }
        return leader.toBuilder()
                .setLease(Line.session(access, leader.getLease()))
                .build();
    }

    private Line line(LeaderKey leader) {
        return Line.of(access, FromProto.bytes(leader.getName()));
    }

    private static <T> CompletableFuture<T> now(Supplier<T> call) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Line.complete(answer, call);
        return answer;
    }
}
