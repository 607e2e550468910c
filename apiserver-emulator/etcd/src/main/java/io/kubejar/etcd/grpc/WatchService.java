package io.kubejar.etcd.grpc;

import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.kubejar.etcd.engine.Engine;

/** {@code etcdserverpb.Watch}. */
final class WatchService extends WatchGrpc.WatchImplBase {
    private final Engine engine;

    WatchService(Engine engine) {
        this.engine = engine;
    }

    @Override
    public StreamObserver<WatchRequest> watch(StreamObserver<WatchResponse> observer) {
        WatchStream stream = new WatchStream(engine, (ServerCallStreamObserver<WatchResponse>) observer);
        return stream.open();
    }
}
