package io.kubejar.etcd.door;

import io.etcd.jetcd.api.WatchCancelRequest;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchProgressRequest;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Watches on one stream of gRPC. */
final class WireWatches implements StreamObserver<WatchResponse> {
    private static final long NO_ID = -1;

    private final ManagedChannel channel;
    private @Nullable StreamObserver<WatchRequest> stream; // guarded by this, like all below
    private final Queue<WireWatch> asked = new ArrayDeque<>();
    private final Map<Long, WireWatch> created = new HashMap<>();
    private @Nullable Throwable broken;

    WireWatches(ManagedChannel channel) {
        this.channel = channel;
    }

    private synchronized void send(WatchRequest request) {
        if (broken != null) {
            throw new IllegalStateException("the stream broke", broken);
        }
        if (stream == null) {
            stream = WatchGrpc.newStub(channel).watch(this);
        }
        stream.onNext(request);
    }

    /** Begins; does not wait until the watch stands. */
    synchronized WatchRecord watch(WatchCreateRequest request) {
        WireWatch watch = new WireWatch(request);
        asked.add(watch); // they are announced in the order in which they were asked for
        send(WatchRequest.newBuilder().setCreateRequest(request).build());
        return watch;
    }

    void requestProgress() {
        send(WatchRequest.newBuilder()
                .setProgressRequest(WatchProgressRequest.getDefaultInstance())
                .build());
    }

    @Override
    public synchronized void onNext(WatchResponse response) {
        if (response.getCreated()) {
            WireWatch watch = asked.remove();
            watch.id = response.getWatchId();
            if (!response.getCanceled()) {
                created.put(watch.id, watch);
            }
            watch.add(response);
        } else if (response.getWatchId() == NO_ID) {
            created.values().forEach(watch -> watch.add(response));
        } else {
            WireWatch watch =
                    response.getCanceled() ? created.remove(response.getWatchId()) : created.get(response.getWatchId());
            if (watch == null) {
                throw new IllegalStateException("whose is " + response + "?");
            }
            watch.add(response);
        }
    }

    @Override
    public synchronized void onError(Throwable error) {
        broken = error;
    }

    @Override
    public synchronized void onCompleted() {
        broken = new IllegalStateException("the stream was closed");
    }

    synchronized void close() {
        if (stream != null && broken == null) {
            stream.onCompleted();
        }
    }

    private final class WireWatch extends WatchRecord {
        private volatile long id = NO_ID;

        WireWatch(WatchCreateRequest request) {
            super(request);
        }

        @Override
        public void close() {
            await("the beginning", () -> !responses().isEmpty());
            if (!isEnded()) {
                send(WatchRequest.newBuilder()
                        .setCancelRequest(WatchCancelRequest.newBuilder().setWatchId(id))
                        .build());
                await("the end", this::isEnded);
            }
        }
    }
}
