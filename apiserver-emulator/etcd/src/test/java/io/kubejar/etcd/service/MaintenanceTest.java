package io.kubejar.etcd.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.AlarmRequest;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.loop.SimulatedLoops;
import io.kubejar.etcd.access.Access;
import io.kubejar.etcd.access.Caller;
import io.kubejar.etcd.engine.Alarm;
import io.kubejar.etcd.engine.Engine;
import io.kubejar.etcd.engine.Journal;
import io.kubejar.etcd.engine.Store;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaintenanceTest {
    private final SimulatedLoops loops = new SimulatedLoops(Instant.parse("2026-01-01T00:00:00Z"));
    private final Engine engine =
            new Engine(loops, Chance.seeded(1), Duration.ofMinutes(10), Store.empty(), Journal.NONE);
    private final Maintenance maintenance = new Maintenance(new Access(engine, Caller.NOBODY));

    @ParameterizedTest
    @CsvSource({
        "0,3.5,etcdserver: invalid downgrade target version",
        "1,3.5.0,etcdserver: invalid downgrade target version",
        "1,3.5.0-rc.1,etcdserver: invalid downgrade target version",
        "0,three,etcdserver: wrong downgrade target version format",
        "1,'',etcdserver: wrong downgrade target version format",
        "3,3.5,etcdserver: unknown method"
    })
    void aDowngradeIsRefused(int action, String version, String why) {
        assertThatThrownBy(() -> maintenance.downgrade(action, version))
                .isInstanceOf(EtcdRefusal.class)
                .hasMessage(why);
    }

    @Test
    void takingADowngradeBackIsAnswered() {
        assertThat(maintenance.downgrade(2, "")).isEqualTo("3.6");
    }

    @Test
    void theStatusSaysWhatIsWrong() {
        assertThat(maintenance.status().getErrorsList()).isEmpty();
        engine.raise(new Alarm(0x8e9e05c52164694dL, Alarm.NOSPACE));
        assertThat(maintenance.status().getErrorsList())
                .containsExactly("memberID:10276657743932975437 alarm:NOSPACE ");
    }

    @Test
    void theStatusHasWhatIsNewInEtcd36() {
        UnknownFieldSet newer = maintenance.status().getUnknownFields();
        assertThat(newer.getField(11).getLengthDelimitedList()).containsExactly(ByteString.copyFromUtf8("3.6.0"));
        assertThat(newer.getField(12).getVarintList()).containsExactly(2L << 30);
        assertThat(newer.getField(13).getLengthDelimitedList()).containsExactly(ByteString.EMPTY);
    }

    @Test
    void anEmptyStoreHasASizeThatClientsCanDivideBy() {
        assertThat(maintenance.status().getDbSize()).isPositive();
        assertThat(maintenance.status().getDbSizeInUse())
                .isPositive()
                .isLessThan(maintenance.status().getDbSize());
    }

    @Test
    void raisingNoTypeOfAlarmIsNothing() {
        AlarmRequest request = AlarmRequest.newBuilder()
                .setAction(AlarmRequest.AlarmAction.ACTIVATE)
                .setMemberID(1)
                .build();
        assertThat(maintenance.alarm(request).getAlarmsList()).isEmpty();
        assertThat(engine.store().alarms().isEmpty()).isTrue();
    }

    @Test
    void theHashOfEverythingChangesWithALease() {
        int before = maintenance.hash().getHash();
        assertThat(maintenance.hash().getHash()).isEqualTo(before);
        engine.grant(7, 10);
        assertThat(maintenance.hash().getHash()).isNotEqualTo(before);
    }
}
