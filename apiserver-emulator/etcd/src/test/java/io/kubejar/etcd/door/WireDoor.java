package io.kubejar.etcd.door;

import io.etcd.jetcd.api.CompactionRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.LeaseTimeToLiveRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.kubejar.core.loop.SimulatedLoops;
import io.kubejar.etcd.model.Answer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Any etcd over gRPC, ours or a real one. All watches share one stream. */
public final class WireDoor implements Door {
    private static final long PATIENCE_SECONDS = 30;
    private static final int MAX_RESPONSE_BYTES = 64 << 20;

    private final ManagedChannel channel;
    private final AutoCloseable etcd;
    private final @Nullable SimulatedLoops loops;
    private final WireWatches watches;

    private WireDoor(int port, AutoCloseable etcd, @Nullable SimulatedLoops loops) {
        this.channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .maxInboundMessageSize(MAX_RESPONSE_BYTES)
                .build();
        this.etcd = etcd;
        this.loops = loops;
        this.watches = new WireWatches(channel);
    }

    /** On a running one, which is closed with the door. */
    public static WireDoor on(int port, AutoCloseable etcd) {
        return new WireDoor(port, etcd, null);
    }

    /** On a running one, which is closed with the door and whose time stands still. */
    public static WireDoor on(int port, AutoCloseable etcd, SimulatedLoops loops) {
        return new WireDoor(port, etcd, loops);
    }

    /** For calls that have no method here. */
    public ManagedChannel channel() {
        return channel;
    }

    @Override
    public Set<Ability> abilities() {
        return loops == null ? EnumSet.of(Ability.ALL_FIELDS) : EnumSet.of(Ability.ALL_FIELDS, Ability.CLOCK);
    }

    private KVGrpc.KVBlockingStub kv() {
        return KVGrpc.newBlockingStub(channel).withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private LeaseGrpc.LeaseBlockingStub leases() {
        return LeaseGrpc.newBlockingStub(channel).withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** What a blocking call comes to. */
    public static Answer answer(Supplier<? extends com.google.protobuf.Message> call) {
        try {
            return Answer.of(call.get());
        } catch (StatusRuntimeException e) {
            Status status = e.getStatus();
            return Answer.refused(status.getCode().name(), String.valueOf(status.getDescription()));
        }
    }

    @Override
    public Answer call(RequestOp request) {
        return switch (request.getRequestCase()) {
            case REQUEST_RANGE -> answer(() -> kv().range(request.getRequestRange()));
            case REQUEST_PUT -> answer(() -> kv().put(request.getRequestPut()));
            case REQUEST_DELETE_RANGE -> answer(() -> kv().deleteRange(request.getRequestDeleteRange()));
            case REQUEST_TXN -> answer(() -> kv().txn(request.getRequestTxn()));
            case REQUEST_NOT_SET -> throw new IllegalArgumentException("nothing is asked");
        };
    }

    @Override
    public Answer compact(long revision) {
        return answer(() -> kv().compact(
                        CompactionRequest.newBuilder().setRevision(revision).build()));
    }

    @Override
    public Answer grant(long id, long ttl) {
        return answer(() -> leases().leaseGrant(
                        LeaseGrantRequest.newBuilder().setID(id).setTTL(ttl).build()));
    }

    @Override
    public Answer revoke(long id) {
        return answer(() ->
                leases().leaseRevoke(LeaseRevokeRequest.newBuilder().setID(id).build()));
    }

    @Override
    public Answer keepAlive(long id) {
        CompletableFuture<LeaseKeepAliveResponse> answer = new CompletableFuture<>();
        StreamObserver<LeaseKeepAliveRequest> stream = LeaseGrpc.newStub(channel)
                .leaseKeepAlive(new StreamObserver<>() {
                    @Override
                    public void onNext(LeaseKeepAliveResponse response) {
                        answer.complete(response);
                    }

                    @Override
                    public void onError(Throwable error) {
                        answer.completeExceptionally(error);
                    }

                    @Override
                    public void onCompleted() {
                        answer.completeExceptionally(new IllegalStateException("no answer"));
                    }
                });
        stream.onNext(LeaseKeepAliveRequest.newBuilder().setID(id).build());
        LeaseKeepAliveResponse response =
                answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        stream.onCompleted();
        return Answer.of(response);
    }

    @Override
    public Answer timeToLive(long id) {
        return answer(() -> leases().leaseTimeToLive(LeaseTimeToLiveRequest.newBuilder()
                .setID(id)
                .setKeys(true)
                .build()));
    }

    @Override
    public WatchRecord watch(WatchCreateRequest request) {
        return watches.watch(request);
    }

    @Override
    public void requestProgress() {
        watches.requestProgress();
    }

    @Override
    public void advance(Duration duration) {
        if (loops == null) {
            throw new IllegalStateException("time goes by itself");
        }
        loops.advance(duration);
    }

    @Override
    public void close() {
        watches.close();
        channel.shutdownNow();
        try {
            channel.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
            etcd.close();
        } catch (Exception e) {
            throw new IllegalStateException("the etcd does not close", e);
        }
    }
}
