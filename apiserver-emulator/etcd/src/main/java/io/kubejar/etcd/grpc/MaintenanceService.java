package io.kubejar.etcd.grpc;

import io.etcd.jetcd.api.AlarmRequest;
import io.etcd.jetcd.api.AlarmResponse;
import io.etcd.jetcd.api.DefragmentRequest;
import io.etcd.jetcd.api.DefragmentResponse;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.MoveLeaderRequest;
import io.etcd.jetcd.api.MoveLeaderResponse;
import io.etcd.jetcd.api.SnapshotRequest;
import io.etcd.jetcd.api.SnapshotResponse;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.kubejar.etcd.engine.Engine;
import io.kubejar.etcd.mvcc.EtcdError;
import io.kubejar.etcd.proto.Status;
import io.kubejar.etcd.proto.ToProto;

/** {@code etcdserverpb.Maintenance}, as far as it means something here; gRPC refuses the rest by name. */
final class MaintenanceService extends MaintenanceGrpc.MaintenanceImplBase {
    private final Engine engine;

    MaintenanceService(Engine engine) {
        this.engine = engine;
    }

    @Override
    public void status(StatusRequest request, StreamObserver<StatusResponse> observer) {
        Calls.answer(observer, () -> Status.of(engine.store().state()));
    }

    @Override
    public void alarm(AlarmRequest request, StreamObserver<AlarmResponse> observer) {
        if (request.getAction() == AlarmRequest.AlarmAction.ACTIVATE) {
            super.alarm(request, observer);
        } else {
            Calls.answer(observer, () -> Status.noAlarms(engine.store().state()));
        }
    }

    /** There is no file with holes in it. */
    @Override
    public void defragment(DefragmentRequest request, StreamObserver<DefragmentResponse> observer) {
        Calls.answer(observer, DefragmentResponse::getDefaultInstance);
    }

    @Override
    public void snapshot(SnapshotRequest request, StreamObserver<SnapshotResponse> observer) {
        SnapshotStream.send(engine, (ServerCallStreamObserver<SnapshotResponse>) observer);
    }

    /** Only the leader itself can be named, which upstream takes for a success. */
    @Override
    public void moveLeader(MoveLeaderRequest request, StreamObserver<MoveLeaderResponse> observer) {
        Calls.answer(observer, () -> {
            if (request.getTargetID() != ToProto.MEMBER_ID) {
                throw EtcdError.BAD_LEADER_TRANSFEREE.refusal();
            }
            return MoveLeaderResponse.getDefaultInstance();
        });
    }
}
