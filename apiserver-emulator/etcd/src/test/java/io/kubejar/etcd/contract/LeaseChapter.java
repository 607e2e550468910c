package io.kubejar.etcd.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.etcd.jetcd.Lease;
import io.etcd.jetcd.common.exception.ErrorCode;
import io.etcd.jetcd.lease.LeaseKeepAliveResponse;
import io.etcd.jetcd.lease.LeaseTimeToLiveResponse;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.LeaseOption;
import io.etcd.jetcd.options.PutOption;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.support.CloseableClient;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

abstract class LeaseChapter extends Chapter {
    private static final String NOT_FOUND = "etcdserver: requested lease not found";

    private Lease leases() {
        return setup().client().getLeaseClient();
    }

    private long grant(long ttl) {
        return get(leases().grant(ttl)).getID();
    }

    private long put(String key, long lease) {
        PutOption option = PutOption.builder().withLeaseId(lease).build();
        return get(kv().put(bytes(key), bytes("x"), option)).getHeader().getRevision();
    }

    private LeaseTimeToLiveResponse timeToLive(long lease) {
        return get(leases().timeToLive(
                        lease, LeaseOption.builder().withAttachedKeys().build()));
    }

    @Test
    void aLeaseKnowsItsTimeAndItsKeys() {
        long lease = grant(100);
        put("a", lease);
        put("b", lease);
        assertThat(only("a").getLease()).isEqualTo(lease);
        LeaseTimeToLiveResponse response = timeToLive(lease);
        assertThat(response.getID()).isEqualTo(lease);
        assertThat(response.getGrantedTTL()).isEqualTo(100);
        assertThat(response.getTTL()).isBetween(80L, 100L);
        assertThat(response.getKeys()).containsExactlyInAnyOrder(bytes("a"), bytes("b"));
        get(leases().revoke(lease));
    }

    @Test
    void revokingDeletesTheKeysInOneRevision() {
        long lease = grant(100);
        put("a", lease);
        put("c", lease);
        long before = put("b", "stays");
        Recorder recorder = new Recorder();
        WatchOption all =
                WatchOption.builder().isPrefix(true).withRevision(before + 1).build();
        try (var watcher = setup().client().getWatchClient().watch(bytes(""), all, recorder)) {
            long revision = get(leases().revoke(lease)).getHeader().getRevision();
            assertThat(revision).isEqualTo(before + 1);
            assertThat(recorder.await(2)).containsExactly("DELETE a=@" + revision, "DELETE c=@" + revision);
            assertThat(watcher.isClosed()).isFalse();
        }
        assertThat(allKeys()).containsExactly("b");
        assertThat(timeToLive(lease).getTTL()).isEqualTo(-1);
    }

    @Test
    void aKeyThatIsPutWithoutItsLeaseOrDeletedIsDetached() {
        long lease = grant(100);
        long other = grant(100);
        put("a", lease);
        put("b", lease);
        put("c", lease);
        put("a", "no lease");
        delete("b");
        put("c", other);
        assertThat(timeToLive(lease).getKeys()).isEmpty();
        assertThat(timeToLive(other).getKeys()).containsExactly(bytes("c"));
        get(leases().revoke(lease));
        assertThat(allKeys()).containsExactly("a", "c");
        get(leases().revoke(other));
    }

    @Test
    void aLeaseThatIsNotKeptAliveEnds() {
        long lease = grant(1);
        put("a", lease);
        put("b", lease);
        assertThat(timeToLive(lease).getGrantedTTL()).isEqualTo(2); // never shorter
        await().atMost(Duration.ofSeconds(setup().has(Deviation.LEASES_END_LATE) ? 15 : 4))
                .until(() -> all(GetOption.builder()).getCount() == 0);
        assertThat(timeToLive(lease).getTTL()).isEqualTo(-1);
    }

    @Test
    void keepingAliveBeginsTheTimeAnew() {
        long lease = grant(2);
        put("a", lease);
        List<LeaseKeepAliveResponse> responses = new CopyOnWriteArrayList<>();
        try (CloseableClient keepAlive = leases().keepAlive(lease, collect(responses))) {
            assertThat(keepAlive).isNotNull();
            await().atMost(Duration.ofSeconds(20)).until(() -> responses.size() >= 5); // more than twice its time
        }
        assertThat(responses).allMatch(response -> response.getTTL() == 2 && response.getID() == lease);
        assertThat(read("a", GetOption.DEFAULT).getCount()).isEqualTo(1);
        assertThat(get(leases().keepAliveOnce(lease)).getTTL()).isEqualTo(2);
        get(leases().revoke(lease));
    }

    private static StreamObserver<LeaseKeepAliveResponse> collect(List<LeaseKeepAliveResponse> responses) {
        return new StreamObserver<>() {
            @Override
            public void onNext(LeaseKeepAliveResponse response) {
                responses.add(response);
            }

            @Override
            public void onError(Throwable error) {
                throw new AssertionError(error);
            }

            @Override
            public void onCompleted() {
                // closed by the test
            }
        };
    }

    @Test
    void anUnknownLeaseIsRefused() {
        assertRefused(leases().revoke(4711), ErrorCode.NOT_FOUND, NOT_FOUND);
        assertRefused(leases().keepAliveOnce(4711), ErrorCode.NOT_FOUND, NOT_FOUND);
        assertThat(timeToLive(4711).getTTL()).isEqualTo(-1);
    }

    @Test
    void tooLongATimeIsRefused() {
        assertRefused(leases().grant(9000000001L), ErrorCode.OUT_OF_RANGE, "etcdserver: too large lease TTL");
    }
}
