package io.kubejar.etcd.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.etcd.jetcd.Election;
import io.etcd.jetcd.election.CampaignResponse;
import io.etcd.jetcd.election.LeaderKey;
import io.etcd.jetcd.election.LeaderResponse;
import io.etcd.jetcd.election.NoLeaderException;
import io.etcd.jetcd.election.NotLeaderException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

abstract class ElectionChapter extends Chapter {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Election elections() {
        return setup().client().getElectionClient();
    }

    private long lease() {
        return get(setup().client().getLeaseClient().grant(100)).getID();
    }

    private CompletableFuture<CampaignResponse> campaign(String name, long lease, String value) {
        return elections().campaign(bytes(name), lease, bytes(value));
    }

    private static Throwable failure(CompletableFuture<?> future) {
        Throwable thrown = catchThrowable(() -> future.get(20, TimeUnit.SECONDS));
        assertThat(thrown).isNotNull();
        return thrown.getCause();
    }

    private String leader(String name) {
        return get(elections().leader(bytes(name))).getKv().getValue().toString(UTF_8);
    }

    @Test
    void whoStandsAloneLeads() {
        assertThat(failure(elections().leader(bytes("alone")))).isInstanceOf(NoLeaderException.class);
        long lease = lease();
        CampaignResponse won = get(campaign("alone", lease, "me"));
        LeaderKey leader = won.getLeader();
        assertThat(leader.getName()).isEqualTo(bytes("alone"));
        assertThat(leader.getKey()).isEqualTo(bytes("alone/" + Long.toHexString(lease)));
        assertThat(leader.getLease()).isEqualTo(lease);
        assertThat(leader.getRevision())
                .isEqualTo(only("alone/" + Long.toHexString(lease)).getCreateRevision())
                .isEqualTo(won.getHeader().getRevision());
        assertThat(leader("alone")).isEqualTo("me");
    }

    @Test
    void aLeaderProclaimsAndResigns() {
        LeaderKey leader = get(campaign("speech", lease(), "one")).getLeader();
        long revision =
                get(elections().proclaim(leader, bytes("two"))).getHeader().getRevision();
        assertThat(revision).isEqualTo(revision());
        assertThat(leader("speech")).isEqualTo("two");
        get(elections().resign(leader));
        assertThat(allKeys()).isEmpty();
        assertThat(failure(elections().proclaim(leader, bytes("three")))).isInstanceOf(NotLeaderException.class);
        long before = revision();
        assertThat(get(elections().resign(leader)).getHeader().getRevision()).isEqualTo(before);
    }

    @Test
    void theNextOneLeadsWhenTheLeaderResignsOrItsLeaseEnds() {
        LeaderKey first = get(campaign("next", lease(), "first")).getLeader();
        long secondLease = lease();
        CompletableFuture<CampaignResponse> second = campaign("next", secondLease, "second");
        await().atMost(PATIENCE).until(() -> allKeys().size() == 2);
        CompletableFuture<CampaignResponse> third = campaign("next", lease(), "third");
        await().atMost(PATIENCE).until(() -> allKeys().size() == 3);
        assertThat(second).isNotDone();
        get(elections().resign(first));
        get(second);
        assertThat(leader("next")).isEqualTo("second");
        assertThat(third).isNotDone();
        get(setup().client().getLeaseClient().revoke(secondLease));
        get(third);
        assertThat(leader("next")).isEqualTo("third");
    }

    @Test
    void standingAgainWithTheSameLeaseSaysSomethingNew() {
        long lease = lease();
        LeaderKey leader = get(campaign("again", lease, "one")).getLeader();
        LeaderKey same = get(campaign("again", lease, "two")).getLeader();
        assertThat(same.getRevision()).isEqualTo(leader.getRevision());
        assertThat(leader("again")).isEqualTo("two");
    }

    @Test
    void whoObservesIsToldOfEveryLeaderAndWhatTheySay() {
        List<String> seen = new CopyOnWriteArrayList<>();
        elections().observe(bytes("watched"), new Election.Listener() {
            @Override
            public void onNext(LeaderResponse response) {
                seen.add(response.getKv().getValue().toString(UTF_8));
            }

            @Override
            public void onError(Throwable error) {
                seen.add(error.toString());
            }

            @Override
            public void onCompleted() {}
        });
        LeaderKey first = get(campaign("watched", lease(), "one")).getLeader();
        await().atMost(PATIENCE).until(() -> seen.size() == 1);
        get(elections().proclaim(first, bytes("two")));
        await().atMost(PATIENCE).until(() -> seen.size() == 2);
        CompletableFuture<CampaignResponse> second = campaign("watched", lease(), "three");
        await().atMost(PATIENCE).until(() -> allKeys().size() == 2);
        get(elections().resign(first));
        get(second);
        await().atMost(PATIENCE).until(() -> seen.size() == 3);
        assertThat(seen).containsExactly("one", "two", "three");
    }
}
