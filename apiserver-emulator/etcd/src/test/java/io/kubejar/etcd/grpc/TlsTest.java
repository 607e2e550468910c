package io.kubejar.etcd.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.Auth;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.MemberListRequest;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.auth.Permission;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.kubejar.etcd.EtcdServer;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
    private static final RangeRequest RANGE =
            RangeRequest.newBuilder().setKey(ByteString.copyFromUtf8("k")).build();

    private final List<ManagedChannel> channels = new ArrayList<>();
    private Certificates certificates;

    @BeforeAll
    void makeCertificates(@TempDir Path folder) throws Exception {
        certificates = new Certificates(folder);
        certificates.issue("server", "CN=etcd");
        certificates.issue("reader", "O=people, CN=reader");
        certificates.issue("nameless", "O=people");
    }

    @AfterEach
    void closeChannels() {
        channels.forEach(ManagedChannel::shutdownNow);
    }

    private EtcdServer.Builder builder() {
        return EtcdServer.builder().grpcPort(0).tls(certificates.certificate("server"), certificates.key("server"));
    }

    private ManagedChannel channel(EtcdServer etcd, @Nullable String client) throws Exception {
        SslContextBuilder tls = GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
                .trustManager(certificates.certificate("ca").toFile());
        if (client != null) {
            File certificate = certificates.certificate(client).toFile();
            tls.keyManager(certificate, certificates.key(client).toFile());
        }
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", etcd.grpcPort())
                .sslContext(tls.build())
                .build();
        channels.add(channel);
        return channel;
    }

    private KVGrpc.KVBlockingStub kv(EtcdServer etcd, @Nullable String client) throws Exception {
        return KVGrpc.newBlockingStub(channel(etcd, client));
    }

    private static void assertRefused(Status.Code code, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        refusal -> assertThat(refusal.getStatus().getCode()).isEqualTo(code));
    }

    @Test
    void withItsOwnCertificateThePortSpeaksTls() throws Exception {
        try (EtcdServer etcd = builder().start()) {
            ManagedChannel channel = channel(etcd, null);
            assertThat(KVGrpc.newBlockingStub(channel).range(RANGE).getCount()).isZero();
            assertThat(ClusterGrpc.newBlockingStub(channel)
                            .memberList(MemberListRequest.getDefaultInstance())
                            .getMembers(0)
                            .getClientURLsList())
                    .containsExactly("https://127.0.0.1:" + etcd.grpcPort());
            ManagedChannel plain = NettyChannelBuilder.forAddress("127.0.0.1", etcd.grpcPort())
                    .usePlaintext()
                    .build();
            channels.add(plain);
            assertRefused(
                    Status.Code.UNAVAILABLE, () -> KVGrpc.newBlockingStub(plain).range(RANGE));
        }
    }

    @Test
    void clientsMustShowACertificateAndAreTheUserThatItNames() throws Exception {
        try (EtcdServer etcd =
                builder().clientAuthority(certificates.certificate("ca")).start()) {
            KVGrpc.KVBlockingStub stranger = kv(etcd, null);
            KVGrpc.KVBlockingStub reader = kv(etcd, "reader");
            KVGrpc.KVBlockingStub nameless = kv(etcd, "nameless");
            assertRefused(Status.Code.UNAVAILABLE, () -> stranger.range(RANGE));
            assertThat(nameless.range(RANGE).getCount()).isZero();
            enableAuth(etcd);
            assertThat(reader.range(RANGE).getCount()).isZero();
            assertRefused(
                    Status.Code.PERMISSION_DENIED,
                    () -> reader.put(
                            PutRequest.newBuilder().setKey(RANGE.getKey()).build()));
            assertRefused(Status.Code.PERMISSION_DENIED, () -> nameless.range(RANGE));
        }
    }

    private static void enableAuth(EtcdServer etcd) {
        Auth auth = etcd.client().getAuthClient();
        ByteSequence root = ByteSequence.from("root", UTF_8);
        ByteSequence reader = ByteSequence.from("reader", UTF_8);
        auth.userAdd(root, root).join();
        auth.userGrantRole(root, root).join();
        auth.userAdd(reader, reader).join();
        auth.roleAdd(reader).join();
        auth.roleGrantPermission(reader, ByteSequence.from("k", UTF_8), ByteSequence.EMPTY, Permission.Type.READ)
                .join();
        auth.userGrantRole(reader, reader).join();
        auth.authEnable().join();
    }

    @Test
    void whatCannotBeUsedIsNamed(@TempDir Path folder) throws Exception {
        Path none = folder.resolve("none");
        assertThatThrownBy(
                        () -> EtcdServer.builder().grpcPort(0).tls(none, none).start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("etcd cannot read " + none);
        Path bad = Files.writeString(folder.resolve("bad"), "no certificate");
        assertThatThrownBy(() -> EtcdServer.builder().grpcPort(0).tls(bad, bad).start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bad");
        assertThatThrownBy(() ->
                        EtcdServer.builder().grpcPort(0).clientAuthority(none).start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tls(chain, key)");
    }
}
