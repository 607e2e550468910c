package io.kubejar.etcd.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.AlarmRequest;
import io.etcd.jetcd.api.AlarmResponse;
import io.etcd.jetcd.api.DefragmentRequest;
import io.etcd.jetcd.api.DefragmentResponse;
import io.etcd.jetcd.api.HashKVRequest;
import io.etcd.jetcd.api.HashKVResponse;
import io.etcd.jetcd.api.HashRequest;
import io.etcd.jetcd.api.HashResponse;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.MoveLeaderRequest;
import io.etcd.jetcd.api.MoveLeaderResponse;
import io.etcd.jetcd.api.SnapshotRequest;
import io.etcd.jetcd.api.SnapshotResponse;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.kubejar.etcd.proto.FromProto;

/** {@code etcdserverpb.Maintenance}; gRPC refuses by name what is not there. */
final class MaintenanceService extends MaintenanceGrpc.MaintenanceImplBase {
    private static final int ACTION_FIELD = 1; // in DowngradeRequest
    private static final int VERSION_FIELD = 2; // there and in DowngradeResponse

    private final Entrance entrance;

    MaintenanceService(Entrance entrance) {
        this.entrance = entrance;
    }

    /** All methods: those that the generated class has, and {@code Downgrade}, which is newer than it. */
    ServerServiceDefinition definition() {
        return new NewerMethods(this).add("Downgrade", this::downgrade).build();
    }

    private UnknownFieldSet downgrade(UnknownFieldSet request) {
        int action = (int) FromProto.number(request, ACTION_FIELD);
        String version = entrance.maintenance().downgrade(action, FromProto.text(request, VERSION_FIELD));
        return NewerMethods.response(entrance.engine().revision())
                .addField(VERSION_FIELD, NewerMethods.bytes(ByteString.copyFromUtf8(version)))
                .build();
    }

    @Override
    public void status(StatusRequest request, StreamObserver<StatusResponse> observer) {
        Calls.answer(observer, () -> entrance.maintenance().status());
    }

    @Override
    public void alarm(AlarmRequest request, StreamObserver<AlarmResponse> observer) {
        Calls.answer(observer, () -> entrance.maintenance().alarm(request));
    }

    @Override
    public void defragment(DefragmentRequest request, StreamObserver<DefragmentResponse> observer) {
        Calls.answer(observer, () -> entrance.maintenance().defragment());
    }

    @Override
    public void hash(HashRequest request, StreamObserver<HashResponse> observer) {
        Calls.answer(observer, () -> entrance.maintenance().hash());
    }

    @Override
    public void hashKV(HashKVRequest request, StreamObserver<HashKVResponse> observer) {
        Calls.answer(observer, () -> entrance.maintenance().hashKv(request));
    }

    @Override
    public void snapshot(SnapshotRequest request, StreamObserver<SnapshotResponse> observer) {
        SnapshotStream.send(
                entrance.maintenance(), entrance.engine(), (ServerCallStreamObserver<SnapshotResponse>) observer);
    }

    @Override
    public void moveLeader(MoveLeaderRequest request, StreamObserver<MoveLeaderResponse> observer) {
        Calls.answer(observer, () -> entrance.maintenance().moveLeader(request));
    }
}
