package io.kubejar.etcd.grpc;

import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** {@code etcdserverpb.Watch}. */
final class WatchService extends WatchGrpc.WatchImplBase {
    private final Entrance entrance;

    WatchService(Entrance entrance) {
        this.entrance = entrance;
    }

    @Override
    public StreamObserver<WatchRequest> watch(StreamObserver<WatchResponse> observer) {
        WatchStream stream = new WatchStream(entrance.access(), (ServerCallStreamObserver<WatchResponse>) observer);
        return stream.open();
    }
}
