package io.kubejar.etcd.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.Auth;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.WatchCancelRequest;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchProgressRequest;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.etcd.proto.FromProto;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What jetcd's client cannot ask for. */
class GrpcDoorTest {
    private EtcdServer etcd;
    private ManagedChannel channel;
    private KVGrpc.KVBlockingStub kv;
    private final List<WatchResponse> responses = new CopyOnWriteArrayList<>();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        etcd = EtcdServer.builder().grpcPort(0).start();
        channel = NettyChannelBuilder.forAddress("127.0.0.1", etcd.grpcPort())
                .usePlaintext()
                .build();
        kv = KVGrpc.newBlockingStub(channel);
    }

    @AfterEach
    void stop() throws InterruptedException {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        etcd.close();
    }

    private static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }

    private long put(String key, String value) {
        return kv.put(PutRequest.newBuilder()
                        .setKey(bytes(key))
                        .setValue(bytes(value))
                        .build())
                .getHeader()
                .getRevision();
    }

    private boolean holds(Compare.Builder compare) {
        return kv.txn(TxnRequest.newBuilder().addCompare(compare).build()).getSucceeded();
    }

    private static UnknownFieldSet field(int number, long value) {
        return UnknownFieldSet.newBuilder()
                .addField(
                        number,
                        UnknownFieldSet.Field.newBuilder().addVarint(value).build())
                .build();
    }

    @Test
    void comparesOfARangeHoldWhenTheyHoldForEveryKey() {
        put("r/1", "x");
        put("r/2", "x");
        put("r/2", "x");
        Compare.Builder versions = Compare.newBuilder()
                .setKey(bytes("r/"))
                .setRangeEnd(bytes("r0"))
                .setTarget(Compare.CompareTarget.VERSION)
                .setResult(Compare.CompareResult.GREATER);
        assertThat(holds(versions.setVersion(0))).isTrue();
        assertThat(holds(versions.setVersion(1))).isFalse();
        assertThat(holds(versions.setKey(bytes("s/")).setRangeEnd(bytes("s0")).setVersion(0)))
                .isFalse();
    }

    @Test
    void leasesCanBeCompared() {
        long lease = LeaseGrpc.newBlockingStub(channel)
                .leaseGrant(LeaseGrantRequest.newBuilder().setTTL(100).build())
                .getID();
        kv.put(PutRequest.newBuilder().setKey(bytes("k")).setLease(lease).build());
        Compare.Builder compare = Compare.newBuilder().setKey(bytes("k")).setTargetValue(4);
        assertThat(holds(compare.setUnknownFields(field(8, lease)))).isTrue();
        assertThat(holds(compare.setUnknownFields(field(8, lease + 1)))).isFalse();
    }

    @Test
    void putsCanKeepTheValueOrTheLease() {
        put("k", "1");
        assertThat(kv.put(PutRequest.newBuilder()
                                .setKey(bytes("k"))
                                .setIgnoreValue(true)
                                .setPrevKv(true)
                                .build())
                        .getPrevKv()
                        .getValue())
                .isEqualTo(bytes("1"));
        assertRefused(
                () -> kv.put(PutRequest.newBuilder()
                        .setKey(bytes("none"))
                        .setIgnoreLease(true)
                        .build()),
                Status.Code.INVALID_ARGUMENT,
                "etcdserver: key not found");
        assertRefused(
                () -> kv.put(PutRequest.newBuilder()
                        .setKey(bytes("k"))
                        .setValue(bytes("x"))
                        .setIgnoreValue(true)
                        .build()),
                Status.Code.INVALID_ARGUMENT,
                "etcdserver: value is provided");
        assertRefused(
                () -> kv.txn(TxnRequest.newBuilder()
                        .addSuccess(RequestOp.getDefaultInstance())
                        .build()),
                Status.Code.INVALID_ARGUMENT,
                "etcdserver: key not found");
    }

    private static void assertRefused(Runnable call, Status.Code code, String description) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            assertThat(e.getStatus().getCode()).isEqualTo(code);
            assertThat(e.getStatus().getDescription()).isEqualTo(description);
        });
    }

    @Test
    void whatIsNotSupportedIsRefusedByName() {
        MethodDescriptor<RangeRequest, RangeResponse> newer = KVGrpc.getRangeMethod().toBuilder()
                .setFullMethodName("etcdserverpb.KV/RangeStream")
                .build();
        assertRefused(
                () -> ClientCalls.blockingUnaryCall(
                        channel, newer, CallOptions.DEFAULT, RangeRequest.getDefaultInstance()),
                Status.Code.UNIMPLEMENTED,
                "Method not found: etcdserverpb.KV/RangeStream");
    }

    private UnknownFieldSet newer(String method, UnknownFieldSet request) {
        return call("etcdserverpb." + method, request);
    }

    private UnknownFieldSet call(String method, UnknownFieldSet request) {
        MethodDescriptor<UnknownFieldSet, UnknownFieldSet> descriptor =
                MethodDescriptor.<UnknownFieldSet, UnknownFieldSet>newBuilder()
                        .setType(MethodDescriptor.MethodType.UNARY)
                        .setFullMethodName(method)
                        .setRequestMarshaller(AnyMessage.INSTANCE)
                        .setResponseMarshaller(AnyMessage.INSTANCE)
                        .build();
        return ClientCalls.blockingUnaryCall(channel, descriptor, CallOptions.DEFAULT, request);
    }

    @Test
    void methodsThatAreNewerThanTheirClassesAreThere() {
        UnknownFieldSet status = newer("Auth/AuthStatus", UnknownFieldSet.getDefaultInstance());
        assertThat(FromProto.number(status, 2)).isZero();
        assertThat(FromProto.number(status, 3)).isEqualTo(1);
        UnknownFieldSet cancel = field(1, 2);
        assertThat(FromProto.text(newer("Maintenance/Downgrade", cancel), 2)).isEqualTo("3.6");
        UnknownFieldSet enable = UnknownFieldSet.newBuilder(field(1, 1))
                .addField(
                        2,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(bytes("3.5"))
                                .build())
                .build();
        assertRefused(
                () -> newer("Maintenance/Downgrade", enable),
                Status.Code.INVALID_ARGUMENT,
                "etcdserver: invalid downgrade target version");
    }

    @Test
    void itSaysThatItServes() {
        UnknownFieldSet everything = UnknownFieldSet.getDefaultInstance();
        assertThat(FromProto.number(health(everything), 1)).isEqualTo(1);
        UnknownFieldSet byName = UnknownFieldSet.newBuilder()
                .addField(
                        1,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(bytes("etcdserverpb.KV"))
                                .build())
                .build();
        assertRefused(() -> health(byName), Status.Code.NOT_FOUND, "unknown service");
    }

    private UnknownFieldSet health(UnknownFieldSet request) {
        return call("grpc.health.v1.Health/Check", request);
    }

    @Test
    void aTokenThatIsNoneIsRefused() {
        Metadata head = new Metadata();
        head.put(Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER), "made up");
        KVGrpc.KVBlockingStub stranger = kv.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(head));
        RangeRequest request = RangeRequest.newBuilder().setKey(bytes("k")).build();
        assertThat(stranger.range(request).getCount()).isZero(); // nobody is asked
        Auth auth = etcd.client().getAuthClient();
        ByteSequence root = ByteSequence.from("root", StandardCharsets.UTF_8);
        auth.userAdd(root, root).join();
        auth.userGrantRole(root, root).join();
        auth.authEnable().join();
        assertRefused(() -> stranger.range(request), Status.Code.UNAUTHENTICATED, "etcdserver: invalid auth token");
        String token = AuthGrpc.newBlockingStub(channel)
                .authenticate(AuthenticateRequest.newBuilder()
                        .setName("root")
                        .setPassword("root")
                        .build())
                .getToken();
        Metadata bearer = new Metadata();
        bearer.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        assertThat(kv.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(bearer))
                        .range(request)
                        .getCount())
                .isZero();
    }

    @Test
    void aTakenPortIsOneClearLine() {
        assertThatThrownBy(() -> EtcdServer.builder().grpcPort(etcd.grpcPort()).start())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("etcd cannot listen on")
                .hasMessageContaining(":" + etcd.grpcPort())
                .hasMessageContaining("Address already in use");
    }

    private StreamObserver<WatchRequest> stream() {
        return WatchGrpc.newStub(channel).watch(new StreamObserver<>() {
            @Override
            public void onNext(WatchResponse response) {
                responses.add(response);
            }

            @Override
            public void onError(Throwable error) {
                errors.add(error);
            }

            @Override
            public void onCompleted() {
                errors.add(new AssertionError("the stream was closed"));
            }
        });
    }

    private static WatchRequest create(String key, long start, long id) {
        return WatchRequest.newBuilder()
                .setCreateRequest(WatchCreateRequest.newBuilder()
                        .setKey(bytes(key))
                        .setStartRevision(start)
                        .setUnknownFields(field(7, id)))
                .build();
    }

    private WatchResponse response(int index) {
        await().until(() -> responses.size() > index);
        return responses.get(index);
    }

    @Test
    void oneStreamCarriesManyWatches() {
        StreamObserver<WatchRequest> stream = stream();
        stream.onNext(create("a", 0, 0));
        stream.onNext(create("b", 0, 7));
        stream.onNext(create("c", 0, 0));
        stream.onNext(create("d", 0, 7));
        assertThat(response(0).getCreated()).isTrue();
        assertThat(response(3).getCancelReason()).isEqualTo("mvcc: duplicate watch ID provided on the WatchStream");
        assertThat(responses).extracting(WatchResponse::getWatchId).containsExactly(0L, 7L, 1L, -1L);
        put("b", "1");
        put("c", "1");
        assertThat(response(4).getWatchId()).isEqualTo(7);
        assertThat(response(5).getWatchId()).isEqualTo(1);
        stream.onNext(WatchRequest.newBuilder()
                .setCancelRequest(WatchCancelRequest.newBuilder().setWatchId(7))
                .build());
        assertThat(response(6).getCanceled()).isTrue();
        put("b", "2");
        put("a", "2");
        assertThat(response(7).getWatchId()).isZero();
        assertThat(errors).isEmpty();
    }

    @Test
    void progressIsToldForTheWholeStream() {
        StreamObserver<WatchRequest> stream = stream();
        stream.onNext(create("a", 0, 0));
        stream.onNext(create("b", 0, 0));
        response(1);
        long revision = put("x", "1");
        stream.onNext(WatchRequest.newBuilder()
                .setProgressRequest(WatchProgressRequest.getDefaultInstance())
                .build());
        assertThat(response(2).getWatchId()).isEqualTo(-1);
        assertThat(response(2).getHeader().getRevision()).isEqualTo(revision);
        assertThat(response(2).getEventsCount()).isZero();
    }

    @Test
    void watchesThatCannotBeAreRefusedAndTheStreamGoesOn() {
        StreamObserver<WatchRequest> stream = stream();
        stream.onNext(create("a", -1, 0));
        assertThat(response(0).getCancelReason()).isEqualTo("etcdserver: mvcc: required revision has been compacted");
        stream.onNext(WatchRequest.newBuilder()
                .setCreateRequest(
                        WatchCreateRequest.newBuilder().setKey(bytes("b")).setRangeEnd(bytes("a")))
                .build());
        assertThat(response(1).getCancelReason()).isEqualTo("mvcc: watcher range is empty");
        stream.onNext(create("a", 0, 0));
        assertThat(response(2).getCanceled()).isFalse();
    }

    @Test
    void aSlowReaderGetsEverythingInTheEnd() {
        for (int i = 0; i < 300; i++) {
            put("k", "x".repeat(20_000));
        }
        StreamObserver<WatchRequest> stream = stream();
        stream.onNext(create("k", 2, 0));
        kv.deleteRange(DeleteRangeRequest.newBuilder().setKey(bytes("k")).build());
        await().until(() ->
                responses.stream().mapToInt(WatchResponse::getEventsCount).sum() == 301);
        List<Long> revisions = responses.stream()
                .flatMap(response -> response.getEventsList().stream())
                .map(event -> event.getKv().getModRevision())
                .toList();
        assertThat(revisions).isSorted().doesNotHaveDuplicates().startsWith(2L).endsWith(302L);
    }

    @Test
    void largeResponsesAreCutWhenAskedFor() {
        WatchResponse.Builder whole = WatchResponse.newBuilder().setWatchId(3);
        for (int i = 0; i < 10; i++) {
            whole.addEvents(Event.newBuilder()
                    .setKv(KeyValue.newBuilder().setModRevision(i).setValue(bytes("x".repeat(100)))));
        }
        List<WatchResponse> parts = Fragments.of(whole.build(), 350);
        assertThat(parts).hasSize(4).allMatch(part -> part.getWatchId() == 3);
        assertThat(parts)
                .extracting(part -> part.getUnknownFields().hasField(7))
                .containsExactly(true, true, true, false);
        assertThat(parts.stream().flatMap(part -> part.getEventsList().stream()).toList())
                .isEqualTo(whole.getEventsList());
    }
}
