package io.kubejar.etcd.gateway;

import static io.kubejar.etcd.http.SocketClient.handshake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kubejar.etcd.EtcdServer;
import io.kubejar.etcd.http.Http;
import io.kubejar.etcd.http.RawConnection;
import io.kubejar.etcd.http.SocketClient;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gateway over WebSockets. What a table of messages brings is compared with a real etcd by {@code SameSocketAnswersTest}. */
class SocketTest {
    private EtcdServer etcd;
    private Http http;

    @BeforeEach
    void start() {
        etcd = EtcdServer.builder().grpcPort(0).bcryptCost(4).start();
        http = new Http(etcd.grpcPort());
    }

    @AfterEach
    void stop() {
        etcd.close();
    }

    private SocketClient open(String path) throws IOException {
        return new SocketClient(etcd.grpcPort(), path, "");
    }

    @Test
    void aMethodOfOneMessageAnswersItAndEnds() throws Exception {
        try (SocketClient socket = open("/v3/kv/put?method=GET")) {
            assertThat(socket.send("{\"key\":\"YQ==\"}").next()).contains("\"revision\":\"2\"");
            assertThat(socket.next()).isNull();
        }
    }

    @Test
    void aDocumentMayComeInMessagesAndMessagesInParts() throws Exception {
        try (SocketClient socket = open("/v3/kv/put")) {
            socket.send("").sendPart("{\"key").send("\":").send("\"YQ==\"}");
            assertThat(socket.next()).contains("\"revision\":\"2\"");
            assertThat(socket.next()).isNull();
        }
    }

    @Test
    void aWatchLastsUntilItsClientSaysTheEnd() throws Exception {
        try (SocketClient socket = open("/v3beta/watch")) {
            assertThat(socket.send("{\"create_request\":{\"key\":\"YQ==\"}}").next())
                    .contains("\"created\":true");
            assertThat(socket.send("{\"create_request\":{\"key\":\"Yg==\"}}").next())
                    .contains("\"watch_id\":\"1\"");
            http.post("/v3/kv/put", "{\"key\":\"YQ==\",\"value\":\"dg==\"}");
            assertThat(socket.next())
                    .startsWith("{\"result\":")
                    .contains("\"events\":")
                    .doesNotContain("\n");
            assertThat(watchers()).isEqualTo("2");
        }
        await().until(() ->
                http.get("/metrics").body().lines().anyMatch("etcd_debugging_mvcc_watcher_total 0"::equals));
    }

    @Test
    void aWatchEndsWithTheConnection() throws Exception {
        try (RawConnection raw = new RawConnection(etcd.grpcPort())) {
            raw.send(handshake("GET /v3/watch")).readUntil("\r\n\r\n");
            raw.send("\u0081\u00a1\0\0\0\0{\"create_request\":{\"key\":\"YQ==\"}}");
            await().until(() -> watchers().equals("1"));
        }
        await().until(() -> watchers().equals("0"));
    }

    private String watchers() {
        return http.get("/metrics").body().replaceAll("(?s).*\netcd_debugging_mvcc_watcher_total (\\d+)\n.*", "$1");
    }

    @Test
    void theHandshakeIsThatOfTheStandard() throws Exception {
        try (RawConnection raw = new RawConnection(etcd.grpcPort())) {
            assertThat(raw.send(handshake("GET /v3/watch"))
                            .readUntil("\r\n\r\n")
                            .lines())
                    .containsExactly(
                            "HTTP/1.1 101 Switching Protocols",
                            "Upgrade: websocket",
                            "Connection: Upgrade",
                            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
                            "");
            raw.send("\u0089\u0082\0\0\0\0hi");
            assertThat(raw.read(4)).asString().endsWith("hi"); // a ping comes back
            raw.send("\u0088\u0082\0\0\0\0\u0003\u00e8");
            assertThat(raw.readAll()).isEqualTo("\u0088\u0002\u0003\u00e8"); // and so does the end
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST /v3/watch,            '', '',                                     405",
        "GET /v3/watch,             'Version: 13', 'Version: 8',                400",
        "GET /v3/watch,             'Key: dGhlIHNhbXBsZSBub25jZQ==', 'Key: YQ==', 400",
        "GET /v3/watch,             'Key: dGhlIHNhbXBsZSBub25jZQ==', 'Key: ?',  400",
        "GET /v3/watch,             'Host: x', 'Host: x\r\nOrigin: http://page', 403",
        "GET /version,              '', '',                                     200"
    })
    void whatIsNoHandshakeIsAnsweredAsHttp(String request, String what, String instead, int status) throws Exception {
        try (RawConnection raw = new RawConnection(etcd.grpcPort())) {
            raw.send(handshake(request).replace(what, instead));
            assertThat(raw.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 " + status + " ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'Sec-WebSocket-Protocol: Bearer, $',                    true",
        "'Sec-WebSocket-Protocol: Bearer,$',                     true",
        "'Cookie: a=b; token=$',                                 true",
        "'Sec-WebSocket-Protocol: Bearer, x\r\nCookie: token=$', true",
        "'Sec-WebSocket-Protocol: $',                            false",
        "'Authorization: $',                                     false",
        "'Cookie: Token=$',                                      false"
    })
    void theTokenComesInTheProtocolsOrACookie(String fields, boolean isKnown) throws Exception {
        post("/v3/auth/user/add", "{'name':'root','password':'rp'}");
        post("/v3/auth/role/add", "{'name':'root'}");
        post("/v3/auth/user/grant", "{'user':'root','role':'root'}");
        post("/v3/auth/enable", "");
        String token = post("/v3/auth/authenticate", "{'name':'root','password':'rp'}")
                .replaceAll(".*\"token\":\"([^\"]*)\".*", "$1");
        try (RawConnection raw = new RawConnection(etcd.grpcPort())) {
            raw.send(
                    handshake("GET /v3/auth/user/list").replace("Host: x", "Host: x\r\n" + fields.replace("$", token)));
            boolean isBearer = fields.startsWith("Sec-WebSocket-Protocol: Bearer");
            assertThat(raw.readUntil("\r\n\r\n").contains("Sec-WebSocket-Protocol: Bearer\r\n"))
                    .isEqualTo(isBearer);
            raw.send("\u0081\u0082\0\0\0\0{}");
            assertThat(raw.readAll().contains("\"users\":[\"root\"]")).isEqualTo(isKnown);
        }
    }

    private String post(String path, String body) {
        return http.post(path, body.replace('\'', '"')).body();
    }
}
