package io.kubejar.etcd.service;

import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.AlarmMember;
import io.etcd.jetcd.api.AlarmRequest;
import io.etcd.jetcd.api.AlarmResponse;
import io.etcd.jetcd.api.DefragmentResponse;
import io.etcd.jetcd.api.HashKVRequest;
import io.etcd.jetcd.api.HashKVResponse;
import io.etcd.jetcd.api.HashResponse;
import io.etcd.jetcd.api.MoveLeaderRequest;
import io.etcd.jetcd.api.MoveLeaderResponse;
import io.etcd.jetcd.api.StatusResponse;
import io.kubejar.core.time.SystemClock;
import io.kubejar.etcd.access.Access;
import io.kubejar.etcd.backup.Backup;
import io.kubejar.etcd.count.Distribution;
import io.kubejar.etcd.engine.Alarm;
import io.kubejar.etcd.engine.Engine;
import io.kubejar.etcd.engine.Store;
import io.kubejar.etcd.mvcc.EtcdError;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import io.kubejar.etcd.mvcc.State;
import io.kubejar.etcd.proto.Status;
import io.kubejar.etcd.proto.ToProto;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;

/**
 * {@code etcdserverpb.Maintenance} of a lone member. Calls throw an {@link EtcdRefusal}. Source: etcd 3.6
 * v3rpc/maintenance.go.
 */
public final class Maintenance {
    private static final int HASH_REVISION_FIELD = 4; // in HashKVResponse; newer than the message class
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+(\\.\\d+([-+].*)?)?");
    private static final String CLUSTER_VERSION = Status.VERSION.substring(0, Status.VERSION.lastIndexOf('.'));

    private final Access access;
    private final Engine engine;

    /** For a caller. */
    public Maintenance(Access access) {
        this.access = access;
        this.engine = access.engine();
    }

    /** How the member is; an alarm is an error. */
    public StatusResponse status() {
        access.requireUser();
        StatusResponse.Builder status = Status.of(engine.store().state(), engine.quota()).toBuilder();
        engine.store().alarms().raised().forEach(alarm -> status.addErrors(text(alarm)));
        return status.build();
    }

    /** As Go prints the message. */
    private static String text(Alarm alarm) {
        return "memberID:" + Long.toUnsignedString(alarm.member()) + " alarm:" + name(alarm.type()) + " ";
    }

    private static String name(int type) {
        return switch (type) {
            case Alarm.NOSPACE -> "NOSPACE";
            case Alarm.CORRUPT -> "CORRUPT";
            default -> Integer.toString(type);
        };
    }

    /** Shows, raises or takes back alarms; those that it concerned are in the answer. */
    public AlarmResponse alarm(AlarmRequest request) {
        if (request.getAction() == AlarmRequest.AlarmAction.GET) {
            access.requireUser();
        } else {
            access.requireAdmin();
        }
        Alarm alarm = new Alarm(request.getMemberID(), request.getAlarmValue());
        List<Alarm> concerned = new ArrayList<>();
        switch (request.getAction()) {
            case GET -> concerned.addAll(engine.store().alarms().ofType(alarm.type()));
            case ACTIVATE -> {
                if (alarm.type() != Alarm.ANY) {
                    engine.raise(alarm);
                    concerned.add(alarm);
                }
            }
            case DEACTIVATE -> {
                if (engine.disarm(alarm)) {
                    concerned.add(alarm);
                }
            }
            case UNRECOGNIZED -> throw EtcdError.UNKNOWN_METHOD.refusal();
        }
        AlarmResponse.Builder response = AlarmResponse.newBuilder().setHeader(ToProto.header(engine.revision()));
        for (Alarm one : concerned) {
            response.addAlarms(
                    AlarmMember.newBuilder().setMemberID(one.member()).setAlarmValue(one.type()));
        }
        return response.build();
    }

    /** There is no file with holes in it. */
    public DefragmentResponse defragment() {
        access.requireAdmin();
        return DefragmentResponse.getDefaultInstance();
    }

    /** A checksum of everything; it means something only in comparison with this very store. */
    public HashResponse hash() {
        access.requireAdmin();
        Store store = engine.store();
        return HashResponse.newBuilder()
                .setHeader(ToProto.header(store.state().revision()))
                .setHash(timed(Distribution.HASH, () -> KvHash.of(store)))
                .build();
    }

    /** A checksum of the history up to a revision, the same as etcd's. */
    public HashKVResponse hashKv(HashKVRequest request) {
        access.requireAdmin();
        State state = engine.store().state();
        long upTo = request.getRevision() == 0 ? state.revision() : request.getRevision();
        return HashKVResponse.newBuilder()
                .setHeader(ToProto.header(state.revision()))
                .setHash(timed(Distribution.HASH_REVISION, () -> KvHash.of(state, request.getRevision())))
                .setCompactRevision(state.compactRevision())
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                HASH_REVISION_FIELD,
                                UnknownFieldSet.Field.newBuilder()
                                        .addVarint(upTo)
                                        .build())
                        .build())
                .build();
    }

    private int timed(Distribution what, IntSupplier hash) {
        long begin = SystemClock.INSTANCE.nanos();
        int sum = hash.getAsInt();
        engine.counts().took(what, SystemClock.INSTANCE.nanos() - begin);
        return sum;
    }

    /** What is to be saved. */
    public Backup snapshot() {
        access.requireAdmin();
        return Backup.of(engine.store(), engine.notes());
    }

    /** Only the leader itself can be named, which upstream takes for a success: EtcdServer.MoveLeader. */
    public MoveLeaderResponse moveLeader(MoveLeaderRequest request) {
        access.requireAdmin();
        if (request.getTargetID() != ToProto.MEMBER_ID) {
            throw EtcdError.BAD_LEADER_TRANSFEREE.refusal();
        }
        return MoveLeaderResponse.getDefaultInstance();
    }

    /**
     * There is no older form that the store could take on, so no version can be the target; and taking back what was never
     * begun is answered, as upstream does.
     *
     * @param action the number that the protocol has for it
     * @return the version of the cluster
     */
    public String downgrade(int action, String version) {
        access.requireAdmin();
        boolean cancel = action == 2;
        if (action < 0 || action > 2) {
            throw EtcdError.UNKNOWN_METHOD.refusal();
        }
        if (!cancel && !VERSION.matcher(version).matches()) {
            throw EtcdError.WRONG_DOWNGRADE_VERSION_FORMAT.refusal();
        }
        if (!cancel) {
            throw EtcdError.INVALID_DOWNGRADE_TARGET_VERSION.refusal();
        }
        return CLUSTER_VERSION;
    }
}
