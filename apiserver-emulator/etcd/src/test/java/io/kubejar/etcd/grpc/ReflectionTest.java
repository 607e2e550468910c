package io.kubejar.etcd.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.etcd.proto.FromProto;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("the reflection service")
class ReflectionTest {
    private EtcdServer etcd;
    private ManagedChannel channel;

    @BeforeEach
    void start() {
        etcd = EtcdServer.builder().grpcPort(0).start();
        channel = NettyChannelBuilder.forAddress("127.0.0.1", etcd.grpcPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void stop() throws InterruptedException {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        etcd.close();
    }

    private UnknownFieldSet ask(String service, int field, String question) {
        MethodDescriptor<UnknownFieldSet, UnknownFieldSet> method =
                MethodDescriptor.<UnknownFieldSet, UnknownFieldSet>newBuilder()
                        .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                        .setFullMethodName(service + "/ServerReflectionInfo")
                        .setRequestMarshaller(AnyMessage.INSTANCE)
                        .setResponseMarshaller(AnyMessage.INSTANCE)
                        .build();
        UnknownFieldSet request = UnknownFieldSet.newBuilder()
                .addField(field, NewerMethods.bytes(ByteString.copyFromUtf8(question)))
                .build();
        UnknownFieldSet answer = ClientCalls.blockingServerStreamingCall(channel, method, CallOptions.DEFAULT, request)
                .next();
        assertThat(FromProto.message(answer, 2)).contains(request);
        return answer;
    }

    private UnknownFieldSet ask(int field, String question) {
        return ask("grpc.reflection.v1.ServerReflection", field, question);
    }

    private static List<String> files(UnknownFieldSet answer) throws InvalidProtocolBufferException {
        List<String> names = new ArrayList<>();
        for (ByteString file :
                FromProto.message(answer, 4).orElseThrow().getField(1).getLengthDelimitedList()) {
            names.add(FileDescriptorProto.parseFrom(file).getName());
        }
        return names;
    }

    @ParameterizedTest
    @ValueSource(strings = {"grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"})
    @DisplayName("names all services, its own too")
    void services(String service) {
        List<String> names = new ArrayList<>();
        for (ByteString one : FromProto.message(ask(service, 7, ""), 6)
                .orElseThrow()
                .getField(1)
                .getLengthDelimitedList()) {
            names.add(one.substring(2).toStringUtf8()); // behind its field and its length
        }
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "etcdserverpb.KV",
                        "etcdserverpb.Watch",
                        "etcdserverpb.Lease",
                        "etcdserverpb.Auth",
                        "etcdserverpb.Cluster",
                        "etcdserverpb.Maintenance",
                        "v3lockpb.Lock",
                        "v3electionpb.Election",
                        "grpc.health.v1.Health",
                        "grpc.reflection.v1.ServerReflection",
                        "grpc.reflection.v1alpha.ServerReflection");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "etcdserverpb.KV",
                "etcdserverpb.KV.Put",
                "etcdserverpb.Auth",
                "etcdserverpb.RangeRequest",
                "etcdserverpb.RangeRequest.SortOrder",
                "etcdserverpb.AlarmType"
            })
    @DisplayName("finds the file of a symbol, with those that it stands on")
    void symbols(String symbol) throws InvalidProtocolBufferException {
        assertThat(files(ask(4, symbol))).contains("rpc.proto", "kv.proto").startsWith("rpc.proto");
    }

    @Test
    @DisplayName("finds a file by its name")
    void fileByName() throws InvalidProtocolBufferException {
        assertThat(files(ask(3, "kv.proto"))).contains("kv.proto");
    }

    @Test
    @DisplayName("says what it does not know")
    void unknown() {
        UnknownFieldSet error =
                FromProto.message(ask(4, "etcdserverpb.Nothing"), 7).orElseThrow();
        assertThat(FromProto.number(error, 1)).isEqualTo(5);
        assertThat(FromProto.text(error, 2)).isEqualTo("symbol not found: etcdserverpb.Nothing");
        assertThat(FromProto.number(FromProto.message(ask(6, "x"), 7).orElseThrow(), 1))
                .isEqualTo(12);
    }
}
