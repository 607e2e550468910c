package io.kubejar.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.Lease;
import io.etcd.jetcd.Txn;
import io.etcd.jetcd.common.exception.ErrorCode;
import io.etcd.jetcd.common.exception.EtcdExceptionFactory;
import io.kubejar.core.loop.LiveLoops;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.loop.SimulatedLoops;
import io.kubejar.core.time.SystemClock;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.server.storage.Etcd;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which server has which nodes. */
class NodeClaimsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration TTL = NodeClaims.TIME_TO_LIVE;

    private final SimulatedLoops loops = new SimulatedLoops(START);
    private final EtcdServer etcd = EtcdServer.builder().loops(loops).start();
    private final List<String> lost = new ArrayList<>();

    private NodeClaims take(Loops on, String server, int count, @Nullable Integer first) {
        return NodeClaims.take(new Etcd(etcd.client()), on, TTL, server, count, first, () -> lost.add(server));
    }

    @ParameterizedTest
    @CsvSource({"1,0", "2,0", "3,5", "4,9"})
    @DisplayName("a server gets the lowest numbers that are free, one after another")
    void theLowestThatFit(int count, int expected) {
        List<NodeClaims.Claim> taken = List.of(
                new NodeClaims.Claim(2, 1, "a"), new NodeClaims.Claim(3, 2, "b"), new NodeClaims.Claim(8, 1, "c"));
        assertThat(NodeClaims.lowest(taken, count)).isEqualTo(expected);
    }

    @Test
    @DisplayName("no two servers have a number in common, and those of one that closes are free at once")
    void nobodySharesANumber() {
        NodeClaims first = take(loops, "first", 2, null);
        NodeClaims second = take(loops, "second", 1, null);
        assertThat(first.first()).isZero();
        assertThat(second.first()).isEqualTo(2);
        loops.advance(Duration.ofHours(1));
        assertThat(take(loops, "third", 1, null).first()).isEqualTo(3);
        first.close();
        first.close();
        assertThat(take(loops, "fourth", 3, null).first()).isEqualTo(4);
        assertThat(take(loops, "fifth", 2, null).first()).isZero();
        assertThat(lost).isEmpty();
    }

    @Test
    @DisplayName("the numbers of a killed server are free when its lease has ended; one that was only cut off is told")
    void aKilledServerLosesItsNumbers() {
        SimulatedLoops silent = new SimulatedLoops(START); // moved by nobody: it renews nothing
        take(silent, "first", 1, null);
        loops.advance(TTL.minusSeconds(1));
        assertThat(take(loops, "second", 1, null).first()).isEqualTo(1);
        loops.advance(Duration.ofSeconds(2));
        assertThat(take(loops, "third", 1, null).first()).isZero();
        assertThat(lost).isEmpty();
        silent.advance(TTL);
        assertThat(lost).containsExactly("first");
    }

    @Test
    @DisplayName("a server whose lease ended gets its numbers again if nobody else has them")
    void getsItsNumbersAgain() {
        SimulatedLoops silent = new SimulatedLoops(START);
        take(silent, "first", 1, null);
        loops.advance(TTL.plusSeconds(1));
        silent.advance(TTL);
        assertThat(lost).isEmpty();
        assertThat(take(loops, "second", 1, null).first()).isEqualTo(1);
    }

    @Test
    @DisplayName("a claim of its own that etcd never confirmed does not look like that of another server")
    void anUnconfirmedClaimIsItsOwn() {
        SimulatedLoops silent = new SimulatedLoops(START);
        BrokenEtcd broken = new BrokenEtcd();
        NodeClaims claims = NodeClaims.take(
                new Etcd(broken.of(etcd.client())), silent, TTL, "first", 1, null, () -> lost.add("first"));
        loops.advance(TTL.plusSeconds(1)); // its lease ends
        broken.unheardCommits = 1;
        silent.advance(TTL.dividedBy(3)); // claims the number again, and is not told that it has it
        assertThat(broken.unheardCommits).isZero();
        silent.advance(TTL.dividedBy(3));
        assertThat(lost).isEmpty();
        loops.advance(Duration.ofSeconds(1));
        assertThat(take(loops, "second", 1, null).first()).isEqualTo(1);
        claims.close();
        assertThat(take(loops, "third", 1, null).first()).isZero();
    }

    @ParameterizedTest
    @ValueSource(classes = {CancellationException.class, IllegalStateException.class, RejectedExecutionException.class})
    @DisplayName("a server whose renewals fail, in whatever way, keeps trying and gets its numbers again")
    void anyFailureIsSurvived(Class<? extends RuntimeException> failure) throws ReflectiveOperationException {
        SimulatedLoops own = new SimulatedLoops(START);
        BrokenEtcd broken = new BrokenEtcd();
        NodeClaims claims = NodeClaims.take(
                new Etcd(broken.of(etcd.client())), own, TTL, "first", 1, null, () -> lost.add("first"));
        broken.renewals = failure.getConstructor().newInstance();
        own.advance(TTL.multipliedBy(2));
        loops.advance(TTL.multipliedBy(2)); // its lease ends
        broken.renewals = null;
        own.advance(TTL);
        assertThat(take(loops, "second", 1, null).first()).isEqualTo(1);
        assertThat(lost).isEmpty();
        claims.close();
    }

    @Test
    @DisplayName("a start that does not hear whether it has got its numbers leaves none behind")
    void aFailedStartLeavesNothing() {
        BrokenEtcd broken = new BrokenEtcd();
        broken.unheardCommits = 1;
        Etcd store = new Etcd(broken.of(etcd.client()));
        assertThatThrownBy(() -> NodeClaims.take(store, loops, TTL, "first", 1, null, () -> lost.add("first")))
                .hasMessageContaining("etcdserver: request timed out");
        assertThat(broken.unheardCommits).isZero();
        assertThat(take(loops, "second", 1, null).first()).isZero();
    }

    /** An etcd that does what it is asked, but some answers get lost, and some requests fail. */
    private static final class BrokenEtcd {
        private int unheardCommits; // how many of the next ones
        private @Nullable RuntimeException renewals; // what they throw

        Client of(Client real) {
            return (Client) Proxy.newProxyInstance(
                    Client.class.getClassLoader(),
                    new Class<?>[] {Client.class},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "getKVClient" -> behind(KV.class, real.getKVClient());
                        case "getLeaseClient" -> behind(Lease.class, real.getLeaseClient());
                        default -> method.invoke(real, arguments);
                    });
        }

        private <T> T behind(Class<T> type, T real) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                        if (method.getName().equals("keepAliveOnce") && renewals != null) {
                            throw renewals;
                        }
                        Object answer = method.invoke(real, arguments);
                        if (answer instanceof Txn txn) {
                            return behind(Txn.class, txn);
                        }
                        if (method.getName().equals("commit") && unheardCommits > 0) {
                            unheardCommits--;
                            return CompletableFuture.failedFuture(EtcdExceptionFactory.newEtcdException(
                                    ErrorCode.UNAVAILABLE, "etcdserver: request timed out"));
                        }
                        return answer;
                    }));
        }
    }

    @Test
    @DisplayName("numbers that are asked for by name are waited for while a killed server may have them, and no longer")
    void waitsForCertainNumbers() {
        Duration short_ = Duration.ofSeconds(3); // a busy machine must get round to renewing within it
        try (EtcdServer live = EtcdServer.start();
                Loops own = loops()) {
            Etcd store = new Etcd(live.client());
            try (Loops killed = loops()) {
                NodeClaims.take(store, killed, short_, "killed", 2, 0, () -> lost.add("killed"));
            }
            NodeClaims heir = NodeClaims.take(store, own, short_, "heir", 2, 0, () -> lost.add("heir"));
            assertThat(heir.first()).isZero();
            assertThatThrownBy(() -> NodeClaims.take(store, own, short_, "late", 1, 1, () -> lost.add("late")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("node-a to node-b are nodes of heir, which shares this etcd");
            assertThat(lost).isEmpty();
            heir.close();
        }
    }

    private Loops loops() {
        return new LiveLoops("test", SystemClock.INSTANCE, (loop, fault) -> lost.add(loop + fault));
    }
}
