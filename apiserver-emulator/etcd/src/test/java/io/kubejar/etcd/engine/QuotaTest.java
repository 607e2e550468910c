package io.kubejar.etcd.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.loop.SimulatedLoops;
import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.DeleteOp;
import io.kubejar.etcd.mvcc.EtcdError;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import io.kubejar.etcd.mvcc.KeyRange;
import io.kubejar.etcd.mvcc.Op;
import io.kubejar.etcd.mvcc.PutOp;
import io.kubejar.etcd.mvcc.Quota;
import io.kubejar.etcd.mvcc.RangeOp;
import io.kubejar.etcd.mvcc.State;
import io.kubejar.etcd.mvcc.TxnOp;
import io.kubejar.etcd.wal.WriteAheadLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuotaTest {
    private static final KeyRange ALL = KeyRange.prefix(Bytes.EMPTY);
    private static final Alarm FULL = new Alarm(Alarm.MEMBER, Alarm.NOSPACE);
    private static final Alarm DAMAGED = new Alarm(Alarm.MEMBER, Alarm.CORRUPT);
    private static final Quota SMALL = new Quota(10_000);

    private final SimulatedLoops loops = new SimulatedLoops(Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    Path folder;

    private Engine engine(Quota quota) {
        return engine(quota, Store.empty(), Journal.NONE);
    }

    private Engine engine(Quota quota, Store store, Journal journal) {
        return new Engine(loops, Chance.seeded(1), Duration.ofMinutes(10), quota, store, journal);
    }

    private WriteAheadLog log() {
        return log(Long.MAX_VALUE);
    }

    private WriteAheadLog log(long snapshotBytes) {
        return WriteAheadLog.open(
                new WriteAheadLog.Settings(folder, false, snapshotBytes),
                loops.loop("snapshots"),
                loops.clock().now());
    }

    private static PutOp put(String key) {
        return PutOp.of(Bytes.of(key), Bytes.wrap(new byte[1000]));
    }

    private static void fill(Engine engine) {
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        engine.apply(put("k"));
                    }
                })
                .isInstanceOf(EtcdRefusal.class);
        assertThat(engine.store().state().bytes()).isBetween(8_000L, 10_000L);
    }

    private static void assertNoSpace(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        EtcdRefusal.class, e -> assertThat(e.error()).isEqualTo(EtcdError.NO_SPACE))
                .hasMessage("etcdserver: mvcc: database space exceeded");
    }

    @Test
    @DisplayName("what does not fit is refused and raises the alarm; then so is every put and lease, whatever its size")
    void whatDoesNotFitIsRefused() {
        try (Engine engine = engine(SMALL)) {
            assertThat(engine.store().alarms().raised()).isEmpty();
            fill(engine);
            long revision = engine.revision();
            assertThat(engine.store().alarms().raised()).containsExactly(FULL);
            assertNoSpace(() -> engine.apply(PutOp.of(Bytes.of("a"), Bytes.EMPTY)));
            assertNoSpace(() -> engine.apply(new TxnOp(List.of(), List.of(), List.of(put("b")))));
            assertNoSpace(() -> engine.grant(1, 60));
            assertThat(engine.revision()).isEqualTo(revision);
        }
    }

    @Test
    @DisplayName("reading, deleting, transactions without puts and compaction go on")
    void whatTakesNoRoomGoesOn() {
        try (Engine engine = engine(SMALL)) {
            engine.apply(put("d"));
            long lease = engine.grant(1, 60).id();
            fill(engine);
            Op read = RangeOp.all(ALL);
            Op delete = new DeleteOp(KeyRange.single(Bytes.of("d")), false);
            engine.apply(read);
            engine.apply(new TxnOp(List.of(), List.of(read, delete), List.of()));
            assertThat(engine.store().state().get(Bytes.of("d"))).isNull();
            engine.keepAlive(lease);
            engine.revoke(lease);
            engine.compact(engine.revision());
        }
    }

    @Test
    @DisplayName("room comes back with a compaction, the right to write when the alarm is disarmed")
    void compactAndDisarm() {
        try (Engine engine = engine(SMALL)) {
            fill(engine);
            assertThat(engine.disarm(FULL)).isTrue();
            assertNoSpace(() -> engine.apply(put("k"))); // there is still no room, which raises it again
            assertThat(engine.store().alarms().raised()).containsExactly(FULL);
            engine.compact(engine.revision());
            assertThat(engine.store().state().bytes()).isLessThan(1_500);
            assertNoSpace(() -> engine.apply(put("k")));
            assertThat(engine.disarm(FULL)).isTrue();
            assertThat(engine.disarm(FULL)).isFalse();
            engine.apply(put("k"));
        }
    }

    @Test
    @DisplayName("the alarm outlives the process, in the log and in a snapshot")
    void theAlarmOutlivesTheProcess() {
        WriteAheadLog first = log();
        try (Engine engine = engine(SMALL, first.recovered(), first)) {
            fill(engine);
            engine.raise(DAMAGED);
        }
        WriteAheadLog second = log(1);
        try (Engine engine = engine(SMALL, second.recovered(), second)) {
            engine.disarm(DAMAGED);
            assertNoSpace(() -> engine.apply(PutOp.of(Bytes.of("a"), Bytes.EMPTY)));
            loops.runUntilIdle();
            assertThat(folder).isDirectoryContaining("glob:**snapshot-*");
        }
        WriteAheadLog third = log();
        try (Engine engine = engine(SMALL, third.recovered(), third)) {
            assertThat(engine.store().alarms().raised()).containsExactly(FULL);
        }
    }

    @Test
    void aNegativeQuotaIsNone() {
        try (Engine engine = engine(new Quota(-1))) {
            for (int i = 0; i < 100; i++) {
                engine.apply(put("k"));
            }
            assertThat(engine.store().alarms().raised()).isEmpty();
        }
    }

    @Test
    @DisplayName("the count of bytes is that of what is kept, however it came about")
    void theCountIsThatOfWhatIsKept() {
        Chance chance = Chance.seeded(7);
        WriteAheadLog log = log();
        State state;
        try (Engine engine = engine(Quota.DEFAULT, log.recovered(), log)) {
            for (int i = 0; i < 3000; i++) {
                Bytes key = Bytes.of("k" + chance.below(40));
                if (chance.below(4) == 0) {
                    engine.apply(new DeleteOp(KeyRange.single(key), false));
                } else {
                    engine.apply(PutOp.of(key, Bytes.wrap(new byte[chance.below(50)])));
                }
                if (i % 700 == 650) {
                    engine.compact(engine.revision() - 20);
                }
            }
            state = engine.store().state();
        }
        assertThat(log().recovered().state().bytes()).isEqualTo(state.bytes());
        long kept = state.compact(state.revision()).sweep(Integer.MAX_VALUE).bytes();
        long[] sum = {0};
        state.scan(ALL, kv -> {
            sum[0] += 64 + kv.key().length() + kv.value().length();
            return true;
        });
        assertThat(kept).isEqualTo(sum[0]);
    }
}
