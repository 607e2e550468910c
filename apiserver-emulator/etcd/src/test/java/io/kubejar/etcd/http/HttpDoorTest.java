package io.kubejar.etcd.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RangeRequest;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.kubejar.etcd.EtcdServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HTTP/1.1 beside gRPC on one port. */
class HttpDoorTest {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private EtcdServer etcd;
    private Http http;

    @BeforeEach
    void start() {
        etcd = EtcdServer.builder().grpcPort(0).start();
        http = new Http(etcd.grpcPort());
    }

    @AfterEach
    void stop() {
        etcd.close();
    }

    private RawConnection connect() throws IOException {
        return new RawConnection(etcd.grpcPort());
    }

    @Test
    void debuggersSeeALoneMemberThatLeads() throws Exception {
        JsonNode vars = new ObjectMapper().readTree(http.get("/debug/vars").body());
        assertThat(vars.path("cmdline")).hasSize(1);
        assertThat(vars.path("memstats").path("HeapAlloc").asLong()).isPositive();
        assertThat(vars.path("raft.status").path("lead").asText()).isEqualTo("8e9e05c52164694d");
        assertThat(vars.path("raft.status").path("applied").asLong()).isEqualTo(1);
    }

    @Test
    void bothProtocolsAreSpokenOnOnePort() throws Exception {
        etcd.client()
                .getKVClient()
                .put(ByteSequence.from("k", UTF_8), ByteSequence.from("v", UTF_8))
                .join();
        assertThat(http.get("/version").statusCode()).isEqualTo(200);
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", etcd.grpcPort())
                .usePlaintext()
                .build();
        try {
            assertThat(KVGrpc.newBlockingStub(channel)
                            .range(RangeRequest.newBuilder()
                                    .setKey(ByteString.copyFromUtf8("k"))
                                    .build())
                            .getCount())
                    .isEqualTo(1);
        } finally {
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void versionIsToldAsEtcdDoes() {
        HttpResponse<String> answer = http.get("/version");
        assertThat(answer.body())
                .isEqualTo("{\"etcdserver\":\"3.6.0\",\"etcdcluster\":\"3.6.0\",\"storage\":\"3.6.0\"}");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    @Test
    void pagesInABrowserAreNotAnswered() {
        String put = "{\"key\":\"YQ==\",\"value\":\"YQ==\"}";
        HttpResponse<String> page = http.send("POST", "/v3/kv/put", put, "Origin", "http://elsewhere.example");
        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(page.body()).startsWith("etcd does not answer web pages");
        assertThat(http.send("OPTIONS", "/v3/kv/put", "", "Origin", "null").statusCode())
                .isEqualTo(403);
        assertThat(etcd.revision()).isEqualTo(1);
        HttpResponse<String> other = http.send("POST", "/v3/kv/put", put);
        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(other.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(etcd.revision()).isEqualTo(2);
    }

    @Test
    void pathsAndMethodsThatThereAreNotAreRefusedInGosWords() {
        HttpResponse<String> nothing = http.get("/nothing");
        assertThat(nothing.statusCode()).isEqualTo(404);
        assertThat(nothing.body()).isEqualTo("404 page not found\n");
        assertThat(nothing.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
        assertThat(nothing.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        HttpResponse<String> put = http.send("PUT", "/version", "x");
        assertThat(put.statusCode()).isEqualTo(405);
        assertThat(put.body()).isEqualTo("Method Not Allowed\n");
        assertThat(put.headers().firstValue("Allow")).hasValue("GET");
        assertThat(http.send("POST", "/health", "").statusCode()).isEqualTo(405);
        assertThat(http.send("DELETE", "/livez", "").statusCode()).isEqualTo(405);
        HttpResponse<String> options = http.send("OPTIONS", "/anything", "");
        assertThat(options.statusCode()).isEqualTo(200);
        assertThat(options.body()).isEmpty();
    }

    @Test
    void aConnectionIsUsedAgainAndAnswersComeInOrder() throws Exception {
        try (RawConnection raw = connect()) {
            raw.send("GET /version HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(raw.readUntil("}")).startsWith("HTTP/1.1 200 OK\r\n");
            raw.send("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\nPOST /health HTTP/1.1\r\nHost: x\r\n"
                    + "Content-Length: 3\r\n\r\nabcGET /version HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(raw.readUntil("not found\n")).startsWith("HTTP/1.1 404 Not Found\r\n");
            assertThat(raw.readUntil("Allowed\n")).startsWith("HTTP/1.1 405 Method Not Allowed\r\n");
            assertThat(raw.readUntil("}")).startsWith("HTTP/1.1 200 OK\r\n");
            raw.send("HEAD /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(raw.readAll()).contains("onnection: close").endsWith("\r\n\r\n");
        }
    }

    @Test
    void anOlderClientGetsItsAnswerAndTheEnd() throws Exception {
        try (RawConnection raw = connect()) {
            assertThat(raw.send("GET /health HTTP/1.0\r\n\r\n").readAll())
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .endsWith("{\"health\":\"true\",\"reason\":\"\"}");
        }
    }

    @Test
    void whatIsNoHttpIsRefusedAndTheConnectionEnds() throws Exception {
        for (String bad : new String[] {
            "nonsense\r\n\r\n",
            "GET /version HTTP/1.1\r\n\r\n",
            "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
            "PRI nothing\r\n\r\n"
        }) {
            try (RawConnection raw = connect()) {
                assertThat(raw.send(bad).readAll()).as(bad).startsWith("HTTP/1.1 400 Bad Request\r\n");
            }
        }
        try (RawConnection raw = connect()) {
            String answer = raw.send("GET /version HTTP/1.1\r\nHost: x\r\nLong: " + "x".repeat(1 << 20) + "\r\n")
                    .readUntil("Large\r\n");
            assertThat(answer).isEqualTo("HTTP/1.1 431 Request Header Fields Too Large\r\n");
        }
    }

    @Test
    void whatBeginsLikeTheOtherIsToldApart() throws Exception {
        try (RawConnection raw = connect()) {
            raw.send("P").send("R").send("OPFIND /version HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(raw.readUntil("Allowed\n")).startsWith("HTTP/1.1 405 ");
        }
        try (RawConnection raw = connect()) {
            raw.send(PREFACE.substring(0, 10)).send(PREFACE.substring(10)).send("\0\0\0\4\0\0\0\0\0");
            byte[] head = raw.read(9);
            assertThat(head[3]).as("the type of the first frame: SETTINGS").isEqualTo((byte) 4);
        }
    }

    @Test
    void healthIsAskedWithEverythingThatCanBeWrong() {
        HttpResponse<String> well = http.get("/health?serializable=true");
        assertThat(well.body()).isEqualTo("{\"health\":\"true\",\"reason\":\"\"}");
        assertThat(well.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
        etcd.outOfSpace(true);
        HttpResponse<String> ill = http.get("/health");
        assertThat(ill.statusCode()).isEqualTo(503);
        assertThat(ill.body()).isEqualTo("{\"health\":\"false\",\"reason\":\"ALARM NOSPACE\"}\n");
        assertThat(http.get("/health?exclude=NOSPACE").statusCode()).isEqualTo(200);
        assertThat(http.get("/health?exclude=CORRUPT").statusCode()).isEqualTo(503);
        assertThat(http.get("/readyz").body()).isEqualTo("ok\n");
        etcd.outOfSpace(false);
        assertThat(http.get("/health").statusCode()).isEqualTo(200);
        assertThat(http.get("/metrics").body().lines())
                .contains("etcd_server_health_success 3", "etcd_server_health_failures 2");
    }

    @Test
    void checksCanBeAskedAllOrOneByOne() {
        assertThat(http.get("/livez").body()).isEqualTo("ok\n");
        assertThat(http.get("/livez?verbose").body()).isEqualTo("[+]serializable_read ok\nok\n");
        assertThat(http.get("/readyz?verbose=1&exclude=data_corruption&exclude=nothing")
                        .body())
                .isEqualTo("[+]serializable_read ok\n[+]linearizable_read ok\n[+]non_learner ok\nok\n");
        assertThat(http.get("/readyz/data_corruption?verbose").body()).isEqualTo("[+]data_corruption ok\nok\n");
        assertThat(http.get("/readyz/non_learner").headers().firstValue("X-Content-Type-Options"))
                .hasValue("nosniff");
        assertThat(http.get("/livez/data_corruption").statusCode()).isEqualTo(404);
        assertThat(http.get("/metrics").body().lines())
                .contains(
                        "etcd_server_healthcheck{name=\"data_corruption\",type=\"readyz\"} 1",
                        "etcd_server_healthchecks_total{name=\"non_learner\",status=\"success\",type=\"readyz\"} 2");
    }

    @Test
    void nothingIsLeftOpenAfterTheEnd() throws Exception {
        int port = etcd.grpcPort();
        try (RawConnection used = connect();
                RawConnection silent = connect()) {
            used.send("GET /version HTTP/1.1\r\nHost: x\r\n\r\n").readUntil("}");
            etcd.close();
            assertThat(used.readAll()).isEmpty();
            assertThat(silent.readAll()).isEmpty();
        }
        assertThatThrownBy(() -> new RawConnection(port).close()).isInstanceOf(IOException.class);
    }
}
