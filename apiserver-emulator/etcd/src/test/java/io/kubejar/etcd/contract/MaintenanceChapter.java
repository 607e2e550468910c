package io.kubejar.etcd.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.Maintenance;
import io.etcd.jetcd.common.exception.ErrorCode;
import io.etcd.jetcd.maintenance.AlarmMember;
import io.etcd.jetcd.maintenance.AlarmType;
import io.etcd.jetcd.maintenance.HashKVResponse;
import org.junit.jupiter.api.Test;

abstract class MaintenanceChapter extends Chapter {
    private Maintenance maintenance() {
        return setup().client().getMaintenanceClient();
    }

    private HashKVResponse hash(long revision) {
        return get(maintenance().hashKV(setup().endpoint(), revision));
    }

    @Test
    void theHashIsOfTheHistoryUpToARevision() {
        long revision = put("h", "1");
        int first = hash(0).getHash();
        assertThat(hash(revision).getHash()).isEqualTo(first);
        put("h", "2");
        assertThat(hash(0).getHash()).isNotEqualTo(first);
        assertThat(hash(revision).getHash()).isEqualTo(first);
        assertThat(hash(0).getHeader().getRevision()).isEqualTo(revision + 1);
        get(kv().compact(revision + 1));
        assertThat(hash(0).getCompacted()).isEqualTo(revision + 1);
    }

    @Test
    void aHashOfWhatIsNotThereIsRefused() {
        long revision = put("h", "1");
        put("h", "2");
        get(kv().compact(revision + 1));
        assertRefused(
                maintenance().hashKV(setup().endpoint(), revision),
                ErrorCode.OUT_OF_RANGE,
                "etcdserver: mvcc: required revision has been compacted");
        assertRefused(
                maintenance().hashKV(setup().endpoint(), revision + 2),
                ErrorCode.OUT_OF_RANGE,
                "etcdserver: mvcc: required revision is a future revision");
    }

    @Test
    void thereAreNoAlarmsAndNoneCanBeTakenBack() {
        assertThat(get(maintenance().listAlarms()).getAlarms()).isEmpty();
        assertThat(get(maintenance().alarmDisarm(new AlarmMember(1, AlarmType.NOSPACE)))
                        .getAlarms())
                .isEmpty();
    }

    @Test
    void defragmentingIsAccepted() {
        put("d", "1");
        assertThat(get(maintenance().defragmentMember(setup().endpoint()))).isNotNull();
        assertThat(only("d").getValue()).isEqualTo(bytes("1"));
    }

    @Test
    void onlyTheLeaderCanLead() {
        long leader = get(maintenance().statusMember(setup().endpoint())).getLeader();
        assertThat(get(maintenance().moveLeader(leader))).isNotNull();
        assertRefused(
                maintenance().moveLeader(4711), ErrorCode.FAILED_PRECONDITION, "etcdserver: bad leader transferee");
    }
}
