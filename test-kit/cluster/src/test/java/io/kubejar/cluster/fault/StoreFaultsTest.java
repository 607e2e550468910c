package io.kubejar.cluster.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.common.exception.ErrorCode;
import io.etcd.jetcd.common.exception.EtcdException;
import io.etcd.jetcd.kv.PutResponse;
import io.kubejar.core.loop.SimulatedLoops;
import io.kubejar.etcd.EtcdServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The way to an etcd that is slow, or gone. */
class StoreFaultsTest {
    private static final Duration DELAY = Duration.ofSeconds(2);
    private static final Duration HALF = DELAY.dividedBy(2);
    private static final ByteSequence KEY = ByteSequence.from("key", StandardCharsets.UTF_8);

    private final SimulatedLoops loops = new SimulatedLoops(Instant.parse("2026-01-01T00:00:00Z"));
    private final EtcdServer etcd = EtcdServer.builder().loops(loops).start();
    private final StoreFaults store = new StoreFaults(etcd.client());

    private CompletableFuture<PutResponse> put() {
        return store.getKVClient().put(KEY, KEY);
    }

    private long stored() {
        return etcd.client().getKVClient().get(KEY).join().getCount();
    }

    @Test
    @DisplayName("a request waits as long as all that makes the etcd slow says together")
    void delaysAddUp() {
        Runnable first = store.slow(DELAY, loops.loop("slow"));
        Runnable second = store.slow(DELAY, loops.loop("slow"));
        CompletableFuture<PutResponse> slow = put();
        loops.advance(DELAY.plus(HALF));
        assertThat(slow).isNotDone();
        loops.advance(HALF);
        assertThat(slow).isCompleted();
        first.run();
        second.run();
        assertThat(put()).isCompleted();
    }

    @Test
    @DisplayName("a request that was held up and finds no etcd then fails as unavailable, and nothing of it is done")
    void aHeldUpRequestFindsNoEtcd() {
        Runnable quick = store.slow(DELAY, loops.loop("slow"));
        CompletableFuture<PutResponse> heldUp = put();
        loops.advance(HALF);
        Runnable there = store.unavailable();
        assertThat(heldUp).isNotDone();
        loops.advance(HALF);
        assertThat(heldUp).isCompletedExceptionally();
        assertThatThrownBy(heldUp::join)
                .hasRootCauseMessage("etcdserver: no leader")
                .rootCause()
                .isInstanceOfSatisfying(
                        EtcdException.class,
                        refusal -> assertThat(refusal.getErrorCode()).isEqualTo(ErrorCode.UNAVAILABLE));
        assertThat(put()).as("one that comes meanwhile").isCompletedExceptionally();
        assertThat(stored()).isZero();

        CompletableFuture<PutResponse> none = put();
        there.run();
        quick.run();
        assertThat(none).isCompletedExceptionally();
        assertThat(put()).isCompleted();
        assertThat(stored()).isEqualTo(1);
    }
}
