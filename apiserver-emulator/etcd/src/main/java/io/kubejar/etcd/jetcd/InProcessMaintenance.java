package io.kubejar.etcd.jetcd;

import io.etcd.jetcd.Maintenance;
import io.etcd.jetcd.maintenance.AlarmMember;
import io.etcd.jetcd.maintenance.AlarmResponse;
import io.etcd.jetcd.maintenance.DefragmentResponse;
import io.etcd.jetcd.maintenance.HashKVResponse;
import io.etcd.jetcd.maintenance.MoveLeaderResponse;
import io.etcd.jetcd.maintenance.SnapshotResponse;
import io.etcd.jetcd.maintenance.StatusResponse;
import io.grpc.stub.StreamObserver;
import io.kubejar.etcd.engine.Engine;
import io.kubejar.etcd.proto.Status;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;

/** The part of jetcd's maintenance service that means something here: the status. */
final class InProcessMaintenance implements Maintenance {
    private final Engine engine;

    InProcessMaintenance(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CompletableFuture<StatusResponse> statusMember(String endpoint) {
        return Answers.of(() -> new StatusResponse(Status.of(engine.store().state())));
    }

    @Override
    public CompletableFuture<AlarmResponse> listAlarms() {
        return Answers.of(() -> new AlarmResponse(Status.noAlarms(engine.store().state())));
    }

    @Override
    public CompletableFuture<AlarmResponse> alarmDisarm(AlarmMember member) {
        return listAlarms();
    }

    @Override
    public CompletableFuture<DefragmentResponse> defragmentMember(String endpoint) {
        throw InProcessClient.unsupported("Maintenance.Defragment");
    }

    @Override
    public CompletableFuture<HashKVResponse> hashKV(String endpoint, long revision) {
        throw InProcessClient.unsupported("Maintenance.HashKV");
    }

    @Override
    public CompletableFuture<Long> snapshot(OutputStream output) {
        return InProcessSnapshot.to(engine.store(), output);
    }

    @Override
    public void snapshot(StreamObserver<SnapshotResponse> observer) {
        InProcessSnapshot.to(engine.store(), observer);
    }

    @Override
    public CompletableFuture<MoveLeaderResponse> moveLeader(long transferee) {
        throw InProcessClient.unsupported("Maintenance.MoveLeader");
    }
}
