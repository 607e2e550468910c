package io.kubejar.etcd.jetcd;

import io.etcd.jetcd.Maintenance;
import io.etcd.jetcd.api.AlarmRequest;
import io.etcd.jetcd.api.HashKVRequest;
import io.etcd.jetcd.api.MoveLeaderRequest;
import io.etcd.jetcd.maintenance.AlarmMember;
import io.etcd.jetcd.maintenance.AlarmResponse;
import io.etcd.jetcd.maintenance.AlarmType;
import io.etcd.jetcd.maintenance.DefragmentResponse;
import io.etcd.jetcd.maintenance.HashKVResponse;
import io.etcd.jetcd.maintenance.MoveLeaderResponse;
import io.etcd.jetcd.maintenance.SnapshotResponse;
import io.etcd.jetcd.maintenance.StatusResponse;
import io.grpc.stub.StreamObserver;
import io.kubejar.etcd.access.Access;
import io.kubejar.etcd.backup.Backup;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;

/** jetcd's maintenance service. Endpoints are of no account: there is one member. */
final class InProcessMaintenance implements Maintenance {
    private final io.kubejar.etcd.service.Maintenance maintenance;

    InProcessMaintenance(Access access) {
        this.maintenance = new io.kubejar.etcd.service.Maintenance(access);
    }

    @Override
    public CompletableFuture<StatusResponse> statusMember(String endpoint) {
        return Answers.of(() -> new StatusResponse(maintenance.status()));
    }

    @Override
    public CompletableFuture<AlarmResponse> listAlarms() {
        return Answers.of(() -> new AlarmResponse(maintenance.alarm(AlarmRequest.getDefaultInstance())));
    }

    /** Of the type NOSPACE only, as jetcd over gRPC. */
    @Override
    public CompletableFuture<AlarmResponse> alarmDisarm(AlarmMember member) {
        if (member.getMemberId() == 0) {
            throw new IllegalArgumentException("the member id can not be 0");
        }
        if (member.getAlarmType() == AlarmType.NONE) {
            throw new IllegalArgumentException("alarm type can not be NONE");
        }
        AlarmRequest request = AlarmRequest.newBuilder()
                .setAlarm(io.etcd.jetcd.api.AlarmType.NOSPACE)
                .setAction(AlarmRequest.AlarmAction.DEACTIVATE)
                .setMemberID(member.getMemberId())
                .build();
        return Answers.of(() -> new AlarmResponse(maintenance.alarm(request)));
    }

    @Override
    public CompletableFuture<DefragmentResponse> defragmentMember(String endpoint) {
        return Answers.of(() -> new DefragmentResponse(maintenance.defragment()));
    }

    @Override
    public CompletableFuture<HashKVResponse> hashKV(String endpoint, long revision) {
        HashKVRequest request = HashKVRequest.newBuilder().setRevision(revision).build();
        return Answers.of(() -> new HashKVResponse(maintenance.hashKv(request)));
    }

    @Override
    public CompletableFuture<Long> snapshot(OutputStream output) {
        Backup backup;
        try {
            backup = maintenance.snapshot();
        } catch (EtcdRefusal e) {
            return CompletableFuture.failedFuture(Answers.exception(e.error()));
        }
        return InProcessSnapshot.to(backup, output);
    }

    @Override
    public void snapshot(StreamObserver<SnapshotResponse> observer) {
        Backup backup;
        try {
            backup = maintenance.snapshot();
        } catch (EtcdRefusal e) {
            observer.onError(Answers.exception(e.error()));
            return;
        }
        InProcessSnapshot.to(backup, observer);
    }

    @Override
    public CompletableFuture<MoveLeaderResponse> moveLeader(long transferee) {
        MoveLeaderRequest request =
                MoveLeaderRequest.newBuilder().setTargetID(transferee).build();
        return Answers.of(() -> new MoveLeaderResponse(maintenance.moveLeader(request)));
    }
}
