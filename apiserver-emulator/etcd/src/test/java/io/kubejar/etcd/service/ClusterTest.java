package io.kubejar.etcd.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.etcd.jetcd.api.MemberAddRequest;
import io.etcd.jetcd.api.MemberUpdateRequest;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.loop.SimulatedLoops;
import io.kubejar.etcd.access.Access;
import io.kubejar.etcd.access.Caller;
import io.kubejar.etcd.engine.Engine;
import io.kubejar.etcd.engine.Journal;
import io.kubejar.etcd.engine.Store;
import io.kubejar.etcd.proto.ToProto;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterTest {
    private final Engine engine = new Engine(
            new SimulatedLoops(Instant.parse("2026-01-01T00:00:00Z")),
            Chance.seeded(1),
            Duration.ofMinutes(10),
            Store.empty(),
            Journal.NONE);
    private final Cluster cluster = new Cluster(new Access(engine, Caller.NOBODY), List.of("http://127.0.0.1:2379"));

    @Test
    void itsAddressIsInTheList() {
        assertThat(cluster.list().getMembersList())
                .singleElement()
                .satisfies(member -> assertThat(member.getClientURLsList()).containsExactly("http://127.0.0.1:2379"));
    }

    @Test
    void nobodyJoins() {
        MemberAddRequest.Builder add = MemberAddRequest.newBuilder().addPeerURLs("http://127.0.0.1:2380");
        assertThatThrownBy(() -> cluster.add(add.build()))
                .hasMessage("etcdserver: re-configuration failed due to not enough started members");
        assertThatThrownBy(() -> cluster.add(add.setIsLearner(true).build()))
                .hasMessage("etcdserver: too many learner members in cluster");
    }

    @Test
    void itHasNoAddressForPeers() {
        MemberUpdateRequest update = MemberUpdateRequest.newBuilder()
                .setID(ToProto.MEMBER_ID)
                .addPeerURLs("http://127.0.0.1:2380")
                .build();
        assertThatThrownBy(() -> cluster.update(update)).hasMessage("etcdserver: given member URLs are invalid");
    }
}
