package io.kubejar.etcd.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.etcd.jetcd.Auth;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.etcd.http.Http;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** HTTP beside gRPC on a port that speaks TLS. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsHttpTest {
    private Certificates certificates;

    @BeforeAll
    void makeCertificates(@TempDir Path folder) throws Exception {
        certificates = new Certificates(folder);
        certificates.issue("server", "CN=etcd");
        certificates.issue("named", "CN=reader");
        certificates.issue("nameless", "O=people");
    }

    private EtcdServer.Builder builder() {
        return EtcdServer.builder().grpcPort(0).tls(certificates.certificate("server"), certificates.key("server"));
    }

    private SSLContext tls(@Nullable String client) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(certificates.certificate("ca"))) {
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(client == null ? null : keys(client), trust.getTrustManagers(), null);
        return context;
    }

    private KeyManager[] keys(String client) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(certificates.keyStore(client), certificates.password());
        return keys.getKeyManagers();
    }

    private Http http(EtcdServer etcd, @Nullable String client) throws Exception {
        return new Http(
                HttpClient.newBuilder().sslContext(tls(client)).build(), "https://127.0.0.1:" + etcd.grpcPort());
    }

    private static HttpResponse<String> check(HttpResponse<String> answer, Version version) {
        assertThat(answer.version()).isEqualTo(version);
        return answer;
    }

    @Test
    void whoeverOffersBothGetsHttp2() throws Exception {
        try (EtcdServer etcd = builder().start()) {
            Http http = http(etcd, null);
            var health = check(http.get("/health"), Version.HTTP_2);
            assertThat(health.body()).isEqualTo("{\"health\":\"true\",\"reason\":\"\"}");
            assertThat(health.headers().firstValue("content-length")).hasValue("29");
            assertThat(health.headers().firstValue("date")).isPresent();
            assertThat(check(http.get("/nothing"), Version.HTTP_2).statusCode()).isEqualTo(404);
            assertThat(check(http.send("HEAD", "/version", ""), Version.HTTP_2).statusCode())
                    .isEqualTo(405);
            assertThat(http.send("GET", "/version", "", "Origin", "http://page").statusCode())
                    .isEqualTo(403);
            assertThat(http.get("/metrics").body()).endsWith("\n").contains("etcd_server_has_leader 1\n");
        }
    }

    @Test
    void whoeverOffersOnlyHttp1GetsIt() throws Exception {
        try (EtcdServer etcd = builder().start()) {
            HttpClient client = HttpClient.newBuilder()
                    .sslContext(tls(null))
                    .version(Version.HTTP_1_1)
                    .build();
            Http http = new Http(client, "https://127.0.0.1:" + etcd.grpcPort());
            assertThat(check(http.get("/livez"), Version.HTTP_1_1).body()).isEqualTo("ok\n");
        }
    }

    @Test
    void theGatewayAnswersOverHttp2() throws Exception {
        try (EtcdServer etcd = builder().start()) {
            Http http = http(etcd, null);
            String value = "QUJD".repeat(300_000);
            var put = http.post("/v3/kv/put", "{\"key\":\"YQ==\",\"value\":\"" + value + "\"}");
            assertThat(check(put, Version.HTTP_2).body()).contains("\"revision\":\"2\"");
            assertThat(http.post("/v3/kv/range", "{\"key\":\"YQ==\"}").body()).contains(value);
            var watch = http.post(
                    "/v3/watch",
                    "{\"create_request\":{\"key\":\"YQ==\",\"start_revision\":2}}",
                    "Grpc-Timeout",
                    "300m");
            assertThat(watch.body().lines()).hasSize(3).element(1).asString().contains(value);
        }
    }

    @Test
    void aWatchOverHttp2EndsWithItsStream() throws Exception {
        try (EtcdServer etcd = builder().start()) {
            Http http = http(etcd, null);
            HttpResponse<InputStream> watch = http.client()
                    .send(
                            http.request("POST", "/v3/watch", "{\"create_request\":{\"key\":\"YQ==\"}}"),
                            HttpResponse.BodyHandlers.ofInputStream());
            assertThat(watch.version()).isEqualTo(Version.HTTP_2);
            assertThat(watch.body().read()).isEqualTo('{');
            String metrics = http.get("/metrics").body();
            assertThat(metrics).contains("etcd_debugging_mvcc_watcher_total 1\n");
            watch.body().close();
            await().until(() -> http.get("/metrics").body().contains("etcd_debugging_mvcc_watcher_total 0\n"));
        }
    }

    @Test
    void whoeverOffersNothingGetsHttp1() throws Exception {
        try (EtcdServer etcd = builder().start();
                SSLSocket socket = (SSLSocket)
                        tls(null).getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), etcd.grpcPort())) {
            socket.getOutputStream().write("GET /version HTTP/1.0\r\n\r\n".getBytes(UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .contains("\"etcdserver\":\"3.6.0\"");
        }
    }

    @Test
    void jetcdSpeaksGrpcOverTls() throws Exception {
        try (EtcdServer etcd = builder().start();
                Client client = Client.builder()
                        .endpoints("https://127.0.0.1:" + etcd.grpcPort())
                        .sslContext(tls ->
                                tls.trustManager(certificates.certificate("ca").toFile()))
                        .build()) {
            ByteSequence key = ByteSequence.from("k", UTF_8);
            assertThat(client.getKVClient()
                            .put(key, key)
                            .get(20, TimeUnit.SECONDS)
                            .getHeader()
                            .getRevision())
                    .isEqualTo(2);
        }
    }

    @Test
    void clientCertificatesAreAskedForHereToo() throws Exception {
        try (EtcdServer etcd =
                builder().clientAuthority(certificates.certificate("ca")).start()) {
            assertThat(http(etcd, "named").get("/version").statusCode()).isEqualTo(200);
            assertThat(http(etcd, "nameless").get("/readyz").body()).isEqualTo("ok\n");
            Http stranger = http(etcd, null);
            assertThatThrownBy(() -> stranger.get("/version"))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void theNameInACertificateIsNobodyAtTheGateway() throws Exception {
        try (EtcdServer etcd =
                builder().clientAuthority(certificates.certificate("ca")).start()) {
            String range = "{\"key\":\"YQ\"}";
            assertThat(http(etcd, "named").post("/v3/kv/range", range).statusCode())
                    .isEqualTo(200);
            enableAuth(etcd);
            var named = http(etcd, "named").post("/v3/kv/range", range);
            assertThat(named.statusCode()).isEqualTo(400);
            assertThat(named.body())
                    .isEqualTo("CommonName of client sending a request against gateway will be ignored and not used"
                            + " as expected\n");
            assertThat(http(etcd, "named").get("/health").statusCode()).isEqualTo(200);
            assertThat(http(etcd, "nameless").post("/v3/kv/range", range).body())
                    .isEqualTo("{\"code\":3,\"message\":\"etcdserver: user name is empty\"}");
        }
    }

    private static void enableAuth(EtcdServer etcd) {
        Auth auth = etcd.client().getAuthClient();
        ByteSequence root = ByteSequence.from("root", UTF_8);
        auth.userAdd(root, root).join();
        auth.userGrantRole(root, root).join();
        auth.authEnable().join();
    }
}
