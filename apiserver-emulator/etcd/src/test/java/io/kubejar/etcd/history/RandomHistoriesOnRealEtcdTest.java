package io.kubejar.etcd.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.DeleteRangeResponse;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.StatusRequest;
import io.kubejar.core.chance.Chance;
import io.kubejar.etcd.contract.RealEtcd;
import io.kubejar.etcd.door.Door;
import io.kubejar.etcd.door.WireDoor;
import io.kubejar.etcd.model.Answer;
import io.kubejar.etcd.model.Model;
import io.kubejar.testing.SeededTest;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

/** The same random histories on a real etcd: so the model is right. All run on one server, emptied in between. */
@Tag("interop")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RandomHistoriesOnRealEtcdTest {
    private @Nullable RealEtcd etcd;
    private Dialect dialect = Dialect.ETCD_3_6;

    @BeforeAll
    void start() throws IOException {
        RealEtcd started = RealEtcd.start();
        etcd = started;
        try (WireDoor door = WireDoor.on(started.port(), () -> {})) {
            dialect = Dialect.of(MaintenanceGrpc.newBlockingStub(door.channel())
                    .withWaitForReady()
                    .status(StatusRequest.getDefaultInstance())
                    .getVersion());
        }
    }

    @AfterAll
    void stop() throws IOException {
        if (etcd != null) {
            etcd.close();
        }
    }

    @SeededTest(seeds = 60)
    void onRealEtcd(long seed) {
        List<Step> history = new Generator(Chance.seeded(seed), EnumSet.of(Door.Ability.ALL_FIELDS)).history();
        String difference = difference(history, Repetition.PATIENCE);
        if (difference != null) {
            List<Step> small =
                    Shrinker.shrink(history, shorter -> difference(shorter, Repetition.SHORT_PATIENCE) != null);
            fail(RandomHistoriesTest.report(
                    seed, "onRealEtcd", small, difference, difference(small, Repetition.SHORT_PATIENCE)));
        }
        assertThat(history).isNotEmpty();
    }

    private @Nullable String difference(List<Step> history, Duration patience) {
        try (WireDoor door = WireDoor.on(etcd.port(), () -> {})) {
            long revision = empty(door);
            return new Repetition(door, Model.compactedAt(revision), dialect, revision, patience).difference(history);
        }
    }

    /** Deletes everything and compacts; gives the revision. Leases stay, each history has its own. */
    private static long empty(Door door) {
        ByteString zero = ByteString.copyFrom(new byte[] {0});
        door.call(RequestOp.newBuilder()
                .setRequestPut(PutRequest.newBuilder().setKey(zero))
                .build());
        Answer deleted = door.call(RequestOp.newBuilder()
                .setRequestDeleteRange(
                        DeleteRangeRequest.newBuilder().setKey(zero).setRangeEnd(zero))
                .build());
        long revision = ((DeleteRangeResponse) deleted.message()).getHeader().getRevision();
        door.compact(revision);
        return revision;
    }
}
