package io.kubejar.etcd.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.Cluster;
import io.etcd.jetcd.cluster.Member;
import io.etcd.jetcd.common.exception.ErrorCode;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

abstract class ClusterChapter extends Chapter {
    private static final String NOT_FOUND = "etcdserver: member not found";
    private static final String BAD_URLS = "etcdserver: given member URLs are invalid";

    private Cluster cluster() {
        return setup().client().getClusterClient();
    }

    private Member self() {
        List<Member> members = get(cluster().listMember()).getMembers();
        assertThat(members).hasSize(1);
        return members.get(0);
    }

    @Test
    void thereIsOneMember() {
        Member self = self();
        assertThat(self.getName()).isEqualTo("default");
        assertThat(self.isLearner()).isFalse();
        long leader = get(setup().client().getMaintenanceClient().statusMember(setup().endpoint()))
                .getLeader();
        assertThat(self.getId()).isEqualTo(leader);
    }

    @Test
    void theLastMemberStays() {
        assertRefused(
                cluster().removeMember(self().getId()),
                ErrorCode.UNKNOWN,
                "etcdserver: re-configuration failed due to not enough started members");
    }

    @Test
    void whoeverIsNoLearnerIsNotPromoted() {
        assertRefused(
                cluster().promoteMember(self().getId()),
                ErrorCode.FAILED_PRECONDITION,
                "etcdserver: can only promote a learner member");
    }

    @Test
    void otherMembersAreNotThere() {
        assertRefused(cluster().removeMember(4711), ErrorCode.NOT_FOUND, NOT_FOUND);
        assertRefused(cluster().promoteMember(4711), ErrorCode.NOT_FOUND, NOT_FOUND);
        assertRefused(
                cluster().updateMember(4711, List.of(URI.create("http://127.0.0.1:1"))),
                ErrorCode.NOT_FOUND,
                NOT_FOUND);
    }

    @Test
    void aMemberNeedsAnAddress() {
        for (String bad : List.of("http://localhost", "ftp://localhost:1", "http://localhost:1/path", "localhost:1")) {
            assertRefused(cluster().addMember(List.of(URI.create(bad))), ErrorCode.INVALID_ARGUMENT, BAD_URLS);
        }
        assertRefused(cluster().addMember(List.of()), ErrorCode.INVALID_ARGUMENT, BAD_URLS);
    }
}
