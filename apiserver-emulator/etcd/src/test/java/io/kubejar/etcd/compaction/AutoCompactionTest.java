package io.kubejar.etcd.compaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.options.GetOption;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.loop.SimulatedLoops;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.etcd.engine.Alarm;
import io.kubejar.etcd.engine.Engine;
import io.kubejar.etcd.engine.Journal;
import io.kubejar.etcd.engine.Store;
import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.PutOp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AutoCompactionTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** Where a schedule compacts, tick by tick, while each tick brings one revision. */
    private static List<Long> run(Retention retention, int ticks) {
        Schedule schedule = retention.begin(START, 1);
        List<Long> compacted = new ArrayList<>();
        for (int tick = 1; tick <= ticks; tick++) {
            Instant now = START.plus(schedule.interval().multipliedBy(tick));
            long due = schedule.due(now, 1 + tick);
            compacted.add(due);
            if (due != 0) {
                schedule.done(due, now);
            }
        }
        return compacted;
    }

    @Test
    @DisplayName("a period up to an hour is cut into ten, and compacts once in it what was there a period ago")
    void aShortPeriodCompactsOncePerPeriod() {
        Retention minutes = new Retention.Period(Duration.ofMinutes(10));
        assertThat(minutes.begin(START, 1).interval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(run(minutes, 21))
                .containsExactly(0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 10L, 0L);
    }

    @Test
    @DisplayName("a longer period waits for itself once, then compacts every hour")
    void aLongPeriodCompactsEveryHour() {
        Retention day = new Retention.Period(Duration.ofHours(24));
        assertThat(day.begin(START, 1).interval()).isEqualTo(Duration.ofMinutes(6));
        List<Long> compacted = run(day, 270);
        assertThat(compacted.subList(0, 239)).containsOnly(0L);
        assertThat(compacted.get(239)).isEqualTo(1);
        assertThat(compacted.get(249)).isEqualTo(10);
        assertThat(compacted.stream().filter(due -> due != 0)).containsExactly(1L, 10L, 20L, 30L);
    }

    @Test
    @DisplayName("what failed is due again at the next tick")
    void whatFailedIsDueAgain() {
        Schedule schedule = new Retention.Period(Duration.ofMinutes(10)).begin(START, 1);
        for (int minute = 1; minute < 10; minute++) {
            schedule.due(START.plus(Duration.ofMinutes(minute)), 1 + minute);
        }
        assertThat(schedule.due(START.plus(Duration.ofMinutes(10)), 11)).isEqualTo(1);
        assertThat(schedule.due(START.plus(Duration.ofMinutes(11)), 12)).isEqualTo(1);
        assertThat(schedule.due(START.plus(Duration.ofMinutes(12)), 13)).isEqualTo(2);
    }

    @Test
    @DisplayName("a number of revisions is looked at every five minutes")
    void aNumberOfRevisions() {
        Schedule schedule = new Retention.Revisions(10).begin(START, 1);
        assertThat(schedule.interval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(schedule.due(START, 10)).isZero();
        assertThat(schedule.due(START, 15)).isEqualTo(5);
        schedule.done(5, START);
        assertThat(schedule.due(START, 15)).isZero();
        assertThat(schedule.due(START, 16)).isEqualTo(6);
    }

    @Test
    void noneAtAllIsRefused() {
        assertThatThrownBy(() -> EtcdServer.builder().keepHistory(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the period of history to keep must be positive, not PT0S");
        assertThatThrownBy(() -> EtcdServer.builder().keepRevisions(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the number of revisions to keep must be positive, not 0");
    }

    private static long put(EtcdServer etcd) {
        return etcd.client()
                .getKVClient()
                .put(bytes("k"), bytes("v"))
                .join()
                .getHeader()
                .getRevision();
    }

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, UTF_8);
    }

    private static boolean isReadable(EtcdServer etcd, long revision) {
        GetOption then = GetOption.builder().withRevision(revision).build();
        return !etcd.client().getKVClient().get(bytes("k"), then).isCompletedExceptionally();
    }

    @Test
    @DisplayName("the server forgets by its clock, and so does its fork, by its own")
    void theServerForgets() {
        SimulatedLoops loops = new SimulatedLoops(START);
        SimulatedLoops other = new SimulatedLoops(START.plus(Duration.ofDays(1)));
        try (EtcdServer etcd = EtcdServer.builder()
                .loops(loops)
                .keepHistory(Duration.ofMinutes(10))
                .start()) {
            long old = put(etcd);
            loops.advance(Duration.ofSeconds(61)); // noted at the first tick
            long young = put(etcd);
            EtcdServer fork = etcd.fork(other);
            loops.advance(Duration.ofMinutes(20));
            assertThat(isReadable(etcd, old)).isFalse();
            assertThat(isReadable(etcd, young)).isTrue();
            assertThat(isReadable(fork, old)).isTrue();
            long later = put(fork);
            other.advance(Duration.ofMinutes(30));
            assertThat(isReadable(fork, young)).isFalse();
            assertThat(isReadable(fork, later)).isTrue();
            fork.close();
        }
        loops.advance(Duration.ofHours(1));
    }

    @Test
    void theServerKeepsSoManyRevisions() {
        SimulatedLoops loops = new SimulatedLoops(START);
        try (EtcdServer etcd =
                EtcdServer.builder().loops(loops).keepRevisions(10).start()) {
            for (int i = 0; i < 50; i++) {
                put(etcd);
            }
            etcd.client().getKVClient().compact(etcd.revision() - 10).join(); // a client was faster
            loops.advance(Duration.ofMinutes(5));
            put(etcd);
            put(etcd);
            loops.advance(Duration.ofMinutes(5));
            assertThat(isReadable(etcd, etcd.revision() - 10)).isTrue();
            assertThat(isReadable(etcd, etcd.revision() - 11)).isFalse();
        }
    }

    @Test
    @DisplayName("damaged data keeps its history until its alarm is disarmed")
    void damagedDataIsTriedAgain() {
        SimulatedLoops loops = new SimulatedLoops(START);
        Alarm damaged = new Alarm(Alarm.MEMBER, Alarm.CORRUPT);
        try (Engine engine = new Engine(loops, Chance.seeded(1), Duration.ofMinutes(10), Store.empty(), Journal.NONE)) {
            AutoCompactor compactor = AutoCompactor.start(engine, loops, new Retention.Revisions(10));
            for (int i = 0; i < 50; i++) {
                engine.apply(PutOp.of(Bytes.of("k"), Bytes.of("v")));
            }
            engine.raise(damaged);
            loops.advance(Duration.ofMinutes(11));
            assertThat(engine.store().state().compactRevision()).isNegative();
            engine.disarm(damaged);
            loops.advance(Duration.ofMinutes(5));
            assertThat(engine.store().state().compactRevision()).isEqualTo(engine.revision() - 10);
            compactor.close();
        }
    }
}
