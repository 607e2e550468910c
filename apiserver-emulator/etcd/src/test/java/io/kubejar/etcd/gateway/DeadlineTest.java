package io.kubejar.etcd.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.etcd.EtcdServer;
import io.kubejar.etcd.http.Http;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The header field {@code Grpc-Timeout}. */
class DeadlineTest {
    private static final String EXCEEDED = "{\"code\":4,\"message\":\"context deadline exceeded\"}";

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

    private HttpResponse<String> post(String path, String body, String timeout) {
        return http.post(path, body.replace('\'', '"'), "Grpc-Timeout", timeout);
    }

    @ParameterizedTest
    @CsvSource({
        "1H, 200",
        "1M, 200",
        "10S, 200",
        "10000m, 200",
        "10000000u, 200",
        "10000000000n, 200",
        "+10S, 200",
        "'', 200",
        "0S, 200",
        "-1S, 504",
        "1n, 504",
        "9223372036854775807H, 504",
        "5x, 400",
        "1s, 400",
        "1, 400",
        "S, 400",
        "1 S, 400",
        "1.5S, 400",
        "999999999999999999999S, 400"
    })
    void isANumberAndAUnit(String timeout, int status) {
        HttpResponse<String> answer = post("/v3/kv/put", "{'key':'YQ=='}", timeout);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(etcd.revision()).isEqualTo(status == 200 ? 2 : 1);
        if (status == 504) {
            assertThat(answer.body()).isEqualTo(EXCEEDED);
        } else if (status == 400) {
            assertThat(answer.body()).isEqualTo("{\"code\":3,\"message\":\"invalid grpc-timeout: " + timeout + "\"}");
        }
    }

    @Test
    void whatCannotBeReadIsRefusedBeforeItTakesTooLong() {
        assertThat(post("/v3/kv/put", "{", "1n").statusCode()).isEqualTo(400);
        assertThat(post("/v3/nothing", "{}", "5x").statusCode()).isEqualTo(404);
    }

    @Test
    void whoWaitsForALockIsToldThatItTakesTooLongAndDoesNotGetItLater() {
        String first = http.post("/v3/lock/lock", "{\"name\":\"bA==\"}").body();
        HttpResponse<String> second = post("/v3/lock/lock", "{'name':'bA=='}", "50m");
        assertThat(second.statusCode()).isEqualTo(504);
        assertThat(second.body()).isEqualTo(EXCEEDED);
        String key = first.replaceAll(".*\"key\":\"([^\"]*)\".*", "$1");
        http.post("/v3/lock/unlock", "{\"key\":\"" + key + "\"}");
        assertThat(post("/v3/lock/lock", "{'name':'bA=='}", "10S").statusCode()).isEqualTo(200);
    }

    @Test
    void aStreamEndsWithTheErrorAndItsWatchWithIt() {
        HttpResponse<String> watch = post("/v3/watch", "{'create_request':{'key':'YQ=='}}", "50m");
        assertThat(watch.statusCode()).isEqualTo(200);
        assertThat(watch.body().lines().toList()).hasSize(2).last().isEqualTo("{\"error\":" + EXCEEDED + "}");
        assertThat(http.get("/metrics").body().lines()).contains("etcd_debugging_mvcc_watcher_total 0");
    }

    @Test
    void aStreamThatHasNotBegunIsAnsweredAsAWhole() {
        HttpResponse<String> watch = post("/v3/watch", "", "50m");
        assertThat(watch.statusCode()).isEqualTo(504);
        assertThat(watch.body()).isEqualTo(EXCEEDED);
        assertThat(post("/v3/lease/keepalive", "{'ID':77}", "1n").statusCode()).isEqualTo(504);
    }
}
