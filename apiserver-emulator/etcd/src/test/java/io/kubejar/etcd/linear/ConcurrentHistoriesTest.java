package io.kubejar.etcd.linear;

import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.api.RequestOp;
import io.kubejar.core.chance.Chance;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.etcd.door.Door;
import io.kubejar.etcd.door.JetcdDoor;
import io.kubejar.etcd.door.WireDoor;
import io.kubejar.etcd.model.Answer;
import io.kubejar.testing.SeededTest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Concurrent clients, watchers and compactions on the embedded etcd, through both doors. */
class ConcurrentHistoriesTest {
    private static final int CALLS = 40;

    @TempDir
    Path folder;

    private static Door inProcess() {
        return JetcdDoor.on(EtcdServer.start());
    }

    private static Door overGrpc() {
        EtcdServer etcd = EtcdServer.builder().grpcPort(0).start();
        return WireDoor.on(etcd.grpcPort(), etcd);
    }

    private Door overGrpcOnDisk() {
        EtcdServer etcd =
                EtcdServer.builder().grpcPort(0).dataDir(folder).fsync(false).start();
        return WireDoor.on(etcd.grpcPort(), etcd);
    }

    @SeededTest(seeds = 10)
    void keysAreLinearizableInProcess(long seed) {
        keysAreLinearizable(inProcess(), seed);
    }

    @SeededTest(seeds = 5)
    void keysAreLinearizableOverGrpc(long seed) {
        keysAreLinearizable(overGrpc(), seed);
    }

    private static void keysAreLinearizable(Door door, long seed) {
        try (Run run = new Run(door)) {
            run.calls(Chance.seeded(seed), CALLS, Workload::single, false, false);
            var keys = Register.byKey(run.history());
            assertThat(keys).isNotEmpty();
            keys.forEach((key, history) -> assertThat(Linearizability.complaint(new Register(), history))
                    .as(key)
                    .isEmpty());
        }
    }

    @SeededTest(seeds = 5)
    void theStoreIsLinearizableAndWatchesKeepTheirPromisesInProcess(long seed) {
        check(inProcess(), seed);
    }

    @SeededTest(seeds = 5)
    void theStoreIsLinearizableAndWatchesKeepTheirPromisesOverGrpc(long seed) {
        check(overGrpc(), seed);
    }

    @SeededTest(seeds = 5)
    void theStoreIsLinearizableAndWatchesKeepTheirPromisesOnDisk(long seed) {
        check(overGrpcOnDisk(), seed);
    }

    private static void check(Door door, long seed) {
        try (Run run = new Run(door)) {
            run.calls(Chance.seeded(seed), CALLS, Workload::any, true, true);
            List<Operation<RequestOp, Answer>> history = run.history();
            assertThat(history).hasSize(Run.CLIENTS * CALLS);
            assertThat(Linearizability.complaint(new WholeStore(), history)).isEmpty();
            Truth truth = new Truth(history, run.compactions);
            List<Watched> watches = run.finish(truth);
            assertThat(watches).isNotEmpty();
            assertThat(watches)
                    .flatExtracting(watch -> WatchGuarantee.complaints(watch, truth))
                    .isEmpty();
        }
    }
}
