package io.kubejar.etcd.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.ElectionGrpc;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.LeaderRequest;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.WatchCancelRequest;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.lock.LockGrpc;
import io.etcd.jetcd.api.lock.LockRequest;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.kubejar.etcd.EtcdServer;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of calls that are open when the server stops: their clients come back, as they do only after UNAVAILABLE. */
class StoppedTest {
    private static final ByteString NAME = ByteString.copyFromUtf8("name");

    @TempDir
    Path folder;

    private EtcdServer etcd;
    private ManagedChannel channel;

    @BeforeEach
    void start() {
        etcd = EtcdServer.builder().grpcPort(0).dataDir(folder).start();
        channel = NettyChannelBuilder.forAddress("127.0.0.1", etcd.grpcPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        etcd.close();
    }

    /** The answers to a call, and how it ended. */
    private static final class Call<A> implements StreamObserver<A> {
        private final BlockingQueue<A> answers = new LinkedBlockingQueue<>();
        private final CompletableFuture<Status> end = new CompletableFuture<>();

        @Override
        public void onNext(A answer) {
            answers.add(answer);
        }

        @Override
        public void onError(Throwable why) {
            end.complete(Status.fromThrowable(why));
        }

        @Override
        public void onCompleted() {
            end.complete(Status.OK);
        }

        A answer() throws InterruptedException {
            A answer = answers.poll(10, TimeUnit.SECONDS);
            assertThat(answer).isNotNull();
            return answer;
        }

        Status end() {
            return end.orTimeout(10, TimeUnit.SECONDS).join();
        }
    }

    private void stopsWithUnavailable(Call<?> call) {
        etcd.close();
        assertThat(call.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(call.end().getDescription()).isEqualTo("etcdserver: server stopped");
    }

    private long lease() {
        return LeaseGrpc.newBlockingStub(channel)
                .leaseGrant(LeaseGrantRequest.newBuilder().setTTL(100).build())
                .getID();
    }

    /** Something that was asked for after the call is answered, so the call is there. */
    private void awaitArrival() {
        lease();
    }

    private Call<io.etcd.jetcd.api.WatchResponse> watch(boolean isCreated, boolean isCancelled) throws Exception {
        Call<io.etcd.jetcd.api.WatchResponse> call = new Call<>();
        StreamObserver<WatchRequest> requests = WatchGrpc.newStub(channel).watch(call);
        if (isCreated) {
            requests.onNext(WatchRequest.newBuilder()
                    .setCreateRequest(WatchCreateRequest.newBuilder().setKey(NAME))
                    .build());
            assertThat(call.answer().getCreated()).isTrue();
        }
        if (isCancelled) {
            requests.onNext(WatchRequest.newBuilder()
                    .setCancelRequest(WatchCancelRequest.newBuilder().setWatchId(0))
                    .build());
            assertThat(call.answer().getCanceled()).isTrue();
        }
        awaitArrival();
        return call;
    }

    @Test
    @DisplayName("a watch")
    void watch() throws Exception {
        stopsWithUnavailable(watch(true, false));
    }

    @Test
    @DisplayName("a stream of watches before the first one")
    void noWatchYet() throws Exception {
        stopsWithUnavailable(watch(false, false));
    }

    @Test
    @DisplayName("a stream of watches after the last one")
    void noWatchLeft() throws Exception {
        stopsWithUnavailable(watch(true, true));
    }

    @Test
    @DisplayName("a stream of renewals")
    void keepAlive() throws Exception {
        Call<io.etcd.jetcd.api.LeaseKeepAliveResponse> call = new Call<>();
        LeaseGrpc.newStub(channel)
                .leaseKeepAlive(call)
                .onNext(LeaseKeepAliveRequest.newBuilder().setID(lease()).build());
        assertThat(call.answer().getTTL()).isEqualTo(100);
        stopsWithUnavailable(call);
    }

    @Test
    @DisplayName("waiting for a lock")
    void lock() {
        LockRequest first =
                LockRequest.newBuilder().setName(NAME).setLease(lease()).build();
        LockGrpc.newBlockingStub(channel).lock(first);
        Call<io.etcd.jetcd.api.lock.LockResponse> call = new Call<>();
        LockGrpc.newStub(channel).lock(first.toBuilder().setLease(lease()).build(), call);
        awaitArrival();
        stopsWithUnavailable(call);
    }

    @Test
    @DisplayName("observing an election")
    void observe() {
        Call<io.etcd.jetcd.api.LeaderResponse> call = new Call<>();
        ElectionGrpc.newStub(channel)
                .observe(LeaderRequest.newBuilder().setName(NAME).build(), call);
        awaitArrival();
        stopsWithUnavailable(call);
    }

    @Test
    @DisplayName("a call that comes when it has stopped, on a connection from before")
    void afterwards() {
        KVGrpc.newBlockingStub(channel).put(PutRequest.newBuilder().setKey(NAME).build());
        etcd.close();
        Call<io.etcd.jetcd.api.PutResponse> call = new Call<>();
        KVGrpc.newStub(channel).put(PutRequest.newBuilder().setKey(NAME).build(), call);
        assertThat(call.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }
}
