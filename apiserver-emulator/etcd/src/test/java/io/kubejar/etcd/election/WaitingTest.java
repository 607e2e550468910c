package io.kubejar.etcd.election;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Election;
import io.etcd.jetcd.Lock;
import io.etcd.jetcd.api.CampaignRequest;
import io.etcd.jetcd.api.CampaignResponse;
import io.etcd.jetcd.api.ElectionGrpc;
import io.etcd.jetcd.api.LeaderRequest;
import io.etcd.jetcd.api.ProclaimRequest;
import io.etcd.jetcd.api.lock.LockGrpc;
import io.etcd.jetcd.api.lock.LockRequest;
import io.etcd.jetcd.api.lock.LockResponse;
import io.etcd.jetcd.election.LeaderResponse;
import io.etcd.jetcd.options.GetOption;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.loop.SimulatedLoops;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.etcd.access.Access;
import io.kubejar.etcd.access.Caller;
import io.kubejar.etcd.engine.Engine;
import io.kubejar.etcd.engine.Journal;
import io.kubejar.etcd.engine.Store;
import io.kubejar.etcd.mvcc.EtcdError;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How calls that wait come to an end. */
class WaitingTest {
    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, UTF_8);
    }

    private static List<String> keys(EtcdServer etcd) {
        GetOption all = GetOption.builder().withRange(bytes("\0")).build();
        return etcd.client().getKVClient().get(bytes("\0"), all).join().getKvs().stream()
                .map(kv -> kv.getKey().toString(UTF_8))
                .toList();
    }

    private static long lease(EtcdServer etcd) {
        return etcd.client().getLeaseClient().grant(100).join().getID();
    }

    @Test
    void nobodyHasALockWhileAnotherHasIt() throws Exception {
        int threads = 4;
        int rounds = 25;
        try (EtcdServer etcd = EtcdServer.start()) {
            Lock locks = etcd.client().getLockClient();
            AtomicInteger holders = new AtomicInteger();
            AtomicInteger held = new AtomicInteger();
            AtomicInteger together = new AtomicInteger();
            Runnable work = () -> {
                long lease = lease(etcd);
                for (int i = 0; i < rounds; i++) {
                    ByteSequence key = get(locks.lock(bytes("l"), lease)).getKey();
                    if (holders.incrementAndGet() > 1) {
                        together.incrementAndGet();
                    }
                    held.incrementAndGet();
                    holders.decrementAndGet();
                    get(locks.unlock(key));
                }
            };
            List<Thread> workers =
                    IntStream.range(0, threads).mapToObj(i -> new Thread(work)).toList();
            workers.forEach(Thread::start);
            for (Thread worker : workers) {
                worker.join();
            }
            assertThat(together).hasValue(0);
            assertThat(held).hasValue(threads * rounds);
            assertThat(keys(etcd)).isEmpty();
        }
    }

    private static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Test
    void aCancelledCallLeavesTheLine() {
        try (EtcdServer etcd = EtcdServer.start()) {
            Lock locks = etcd.client().getLockClient();
            Election elections = etcd.client().getElectionClient();
            String holder = locks.lock(bytes("l"), lease(etcd)).join().getKey().toString(UTF_8);
            String leader = elections
                    .campaign(bytes("e"), lease(etcd), bytes("x"))
                    .join()
                    .getLeader()
                    .getKey()
                    .toString(UTF_8);
            Future<?> lock = locks.lock(bytes("l"), lease(etcd));
            Future<?> campaign = elections.campaign(bytes("e"), lease(etcd), bytes("x"));
            assertThat(keys(etcd)).hasSize(4);
            lock.cancel(true);
            campaign.cancel(true);
            assertThat(keys(etcd)).containsExactlyInAnyOrder(holder, leader);
        }
    }

    @Test
    void closingTheClientEndsWhatWaits() {
        EtcdServer etcd = EtcdServer.start();
        Lock locks = etcd.client().getLockClient();
        locks.lock(bytes("l"), lease(etcd)).join();
        Future<?> waiting = locks.lock(bytes("l"), lease(etcd));
        etcd.close();
        assertThat(waiting).isCancelled();
    }

    @Test
    void whoseTurnItIsIsToldOnALoopAndNotByTheOneWhoUnlocked() {
        SimulatedLoops loops = new SimulatedLoops(Instant.parse("2026-01-01T00:00:00Z"));
        try (EtcdServer etcd = EtcdServer.builder().loops(loops).start()) {
            Lock locks = etcd.client().getLockClient();
            ByteSequence held = locks.lock(bytes("l"), lease(etcd)).join().getKey();
            CompletableFuture<?> next = locks.lock(bytes("l"), lease(etcd));
            locks.unlock(held).join();
            assertThat(next).isNotDone();
            loops.advance(Duration.ZERO);
            assertThat(next).isDone();
        }
    }

    @Test
    void aFaultyObserverHarmsNobodyElse() {
        try (EtcdServer etcd = EtcdServer.start()) {
            Election elections = etcd.client().getElectionClient();
            elections.campaign(bytes("e"), lease(etcd), bytes("x")).join();
            List<String> seen = new ArrayList<>();
            elections.observe(bytes("e"), new Recorder(seen, true));
            elections.observe(bytes("e"), new Recorder(seen, false));
            assertThat(seen).containsExactly("x", "x");
        }
    }

    @Test
    void whoeverWaitsOrObservesHearsThatTheStoreIsClosed() {
        SimulatedLoops loops = new SimulatedLoops(Instant.parse("2026-01-01T00:00:00Z"));
        Engine engine = new Engine(loops, Chance.seeded(1), Duration.ofMinutes(10), Store.empty(), Journal.NONE);
        Access access = new Access(engine, Caller.NOBODY);
        Locks locks = new Locks(access);
        LockRequest request = LockRequest.getDefaultInstance();
        locks.lock(request).join();
        CompletableFuture<LockResponse> waiting = locks.lock(request);
        List<@Nullable EtcdRefusal> ends = new ArrayList<>();
        new Elections(access).observe(LeaderRequest.getDefaultInstance(), new LeaderListener() {
            @Override
            public void onLeader(io.etcd.jetcd.api.LeaderResponse response) {}

            @Override
            public void onEnd(@Nullable EtcdRefusal why) {
                ends.add(why);
            }
        });
        engine.close();
        assertThat(ends).singleElement().extracting(EtcdRefusal::error).isEqualTo(EtcdError.STOPPED);
        assertThatThrownBy(waiting::join).hasRootCauseMessage("etcdserver: server stopped");
    }

    /** Keeps what an observer is told. */
    private record Recorder(List<String> seen, boolean faulty) implements Election.Listener {
        @Override
        public void onNext(LeaderResponse response) {
            seen.add(response.getKv().getValue().toString(UTF_8));
            if (faulty) {
                throw new IllegalStateException("as the test wants it");
            }
        }

        @Override
        public void onError(Throwable error) {
            seen.add(error.getMessage());
        }

        @Override
        public void onCompleted() {
            seen.add("completed");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCallThatGoesAwayLeavesTheLineAndAServerThatClosesEndsIt(boolean onDisk, @TempDir Path folder)
            throws Exception {
        EtcdServer.Builder builder = EtcdServer.builder().grpcPort(0);
        EtcdServer etcd = (onDisk ? builder.dataDir(folder) : builder).start();
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", etcd.grpcPort())
                .usePlaintext()
                .build();
        try {
            ByteString name = ByteString.copyFromUtf8("l");
            LockRequest lock = LockRequest.newBuilder().setName(name).build();
            CampaignRequest campaign =
                    CampaignRequest.newBuilder().setName(name).build();
            LockGrpc.LockFutureStub locks = LockGrpc.newFutureStub(channel);
            ElectionGrpc.ElectionFutureStub elections = ElectionGrpc.newFutureStub(channel);
            locks.lock(lock).get(20, TimeUnit.SECONDS);
            Future<LockResponse> gone = locks.lock(lock);
            Future<CampaignResponse> goneToo = elections.campaign(campaign);
            await().until(() -> keys(etcd).size() == 3);
            gone.cancel(true);
            goneToo.cancel(true);
            await().until(() -> keys(etcd).size() == 1);

            Future<LockResponse> waiting = locks.lock(lock);
            await().until(() -> keys(etcd).size() == 2);
            etcd.close();
            assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(StatusRuntimeException.class);
        } finally {
            channel.shutdownNow();
            etcd.close();
        }
    }

    @Test
    void refusalsHaveNoCodeOfTheirOwn() {
        try (EtcdServer etcd = EtcdServer.builder().grpcPort(0).start()) {
            ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", etcd.grpcPort())
                    .usePlaintext()
                    .build();
            ElectionGrpc.ElectionBlockingStub elections = ElectionGrpc.newBlockingStub(channel);
            assertUnknown(
                    () -> elections.proclaim(ProclaimRequest.getDefaultInstance()),
                    "\"leader\" field must be provided");
            assertUnknown(() -> elections.leader(LeaderRequest.getDefaultInstance()), "election: no leader");
            channel.shutdownNow();
        }
    }

    private static void assertUnknown(Runnable call, String text) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(StatusRuntimeException.class, refusal -> {
            assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNKNOWN);
            assertThat(refusal.getStatus().getDescription()).isEqualTo(text);
        });
    }
}
