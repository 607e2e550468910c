package io.kubejar.etcd.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.loop.SimulatedLoops;
import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.DeleteOp;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import io.kubejar.etcd.mvcc.KeyRange;
import io.kubejar.etcd.mvcc.Op;
import io.kubejar.etcd.mvcc.PutOp;
import io.kubejar.etcd.mvcc.RangeOp;
import io.kubejar.etcd.mvcc.TxnOp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlarmsTest {
    private static final Op PUT = PutOp.of(Bytes.of("k"), Bytes.of("v"));
    private static final Op DELETE = new DeleteOp(KeyRange.single(Bytes.of("k")), false);
    private static final Op RANGE = RangeOp.all(KeyRange.single(Bytes.of("k")));
    private static final Alarm FULL = new Alarm(1, Alarm.NOSPACE);
    private static final Alarm DAMAGED = new Alarm(1, Alarm.CORRUPT);
    private static final String NO_SPACE = "etcdserver: mvcc: database space exceeded";
    private static final String CORRUPT = "etcdserver: corrupt cluster";

    private final SimulatedLoops loops = new SimulatedLoops(Instant.parse("2026-01-01T00:00:00Z"));
    private final Engine engine =
            new Engine(loops, Chance.seeded(1), Duration.ofMinutes(10), Store.empty(), Journal.NONE);

    private void assertRefused(String text, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOf(EtcdRefusal.class).hasMessage(text);
    }

    @Test
    void withoutRoomNothingIsPutButDeletingGoesOn() {
        engine.apply(PUT);
        long lease = engine.grant(0, 10).id();
        engine.raise(FULL);
        assertRefused(NO_SPACE, () -> engine.apply(PUT));
        assertRefused(NO_SPACE, () -> engine.apply(new TxnOp(List.of(), List.of(), List.of(PUT))));
        assertRefused(NO_SPACE, () -> engine.grant(0, 10));
        assertRefused("etcdserver: key is not provided", () -> engine.apply(PutOp.of(Bytes.EMPTY, Bytes.EMPTY)));
        assertThatCode(() -> {
                    engine.apply(RANGE);
                    engine.apply(new TxnOp(List.of(), List.of(DELETE, RANGE), List.of()));
                    engine.compact(engine.revision());
                    engine.revoke(lease);
                })
                .doesNotThrowAnyException();
        assertThat(engine.disarm(FULL)).isTrue();
        assertThat(engine.disarm(FULL)).isFalse();
        engine.apply(PUT);
    }

    @Test
    void damagedDataIsOnlyRead() {
        long lease = engine.grant(0, 10).id();
        engine.raise(DAMAGED);
        assertRefused(CORRUPT, () -> engine.apply(PUT));
        assertRefused(CORRUPT, () -> engine.apply(DELETE));
        assertRefused(CORRUPT, () -> engine.compact(1));
        assertRefused(CORRUPT, () -> engine.grant(0, 10));
        assertRefused(CORRUPT, () -> engine.revoke(lease));
        assertThatCode(() -> engine.apply(RANGE)).doesNotThrowAnyException();
    }

    @Test
    void eachAlarmIsThereOnceAndInOrder() {
        engine.raise(DAMAGED);
        engine.raise(FULL);
        engine.raise(new Alarm(-1, Alarm.NOSPACE));
        engine.raise(FULL);
        Alarms alarms = engine.store().alarms();
        assertThat(alarms.raised()).containsExactly(FULL, new Alarm(-1, Alarm.NOSPACE), DAMAGED);
        assertThat(alarms.ofType(Alarm.CORRUPT)).containsExactly(DAMAGED);
        assertThat(alarms.ofType(Alarm.ANY)).isEqualTo(alarms.raised());
    }

    @Test
    void aForkHasThemToo() {
        engine.raise(FULL);
        try (Engine fork = engine.fork(loops, Chance.seeded(2))) {
            assertRefused(NO_SPACE, () -> fork.apply(PUT));
        }
    }
}
