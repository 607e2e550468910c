package io.kubejar.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.cluster.fault.Disturbance;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Resources;
import io.kubejar.server.exchange.Answer;
import io.kubejar.server.exchange.AnswerBody;
import io.kubejar.server.exchange.Headers;
import java.io.ByteArrayOutputStream;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** HTTP without a socket. */
class ClusterHttpTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String MAP = "{\"metadata\":{\"name\":\"colours\"},\"data\":{\"sky\":\"blue\"}}";

    private KubeCluster cluster =
            KubeCluster.builder().seed(1).heartbeats(false).start();

    @AfterEach
    void stop() {
        cluster.close();
    }

    private static Headers json() {
        return new Headers().add("Content-Type", "application/json").add("Accept", "application/json");
    }

    private static Answer get(ClusterHttp http, String target) {
        return send(http, "GET", target, json(), "");
    }

    private static Answer post(ClusterHttp http, String target, String body) {
        return send(http, "POST", target, json(), body);
    }

    private static Answer send(ClusterHttp http, String method, String target, Headers headers, String body) {
        try {
            return http.send(method, target, headers, body.getBytes(StandardCharsets.UTF_8));
        } catch (ConnectException e) {
            throw new AssertionError(e);
        }
    }

    /** All of a body that there is. */
    private static String text(Answer answer) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] piece = answer.body().poll();
                piece != null;
                piece = answer.body().poll()) {
            out.writeBytes(piece);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void requestsAreAnsweredAsOverAWire() {
        Answer created = post(cluster.http(), MAPS, MAP);
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.headers().first("content-type")).isEqualTo("application/json");
        assertThat(text(get(cluster.http(), MAPS + "/colours"))).contains("\"sky\":\"blue\"");
        assertThat(created.body().isExhausted()).isFalse();
        assertThat(text(created)).contains("\"uid\"").endsWith("\n");
        assertThat(created.body().isExhausted()).isTrue();

        Answer missing = get(cluster.http(), MAPS + "/none");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(text(missing)).contains("configmaps \\\"none\\\" not found");
        assertThat(get(cluster.http(), "/nowhere").status()).isEqualTo(404);
        assertThat(text(get(cluster.http(), "/version"))).contains("gitVersion");
    }

    @Test
    void requestsActAsWhoIsChosenOrAsWhatTheyProve() {
        assertThat(text(get(cluster.http().as("mike"), MAPS)))
                .contains("User \\\"mike\\\" cannot list resource \\\"configmaps\\\"");
        assertThat(text(get(cluster.http().asAccount("default", "robot"), MAPS)))
                .contains("User \\\"system:serviceaccount:default:robot\\\"");

        cluster.settle();
        ResourceRef account = ResourceRef.of(Resources.SERVICE_ACCOUNTS, "default", "default");
        ApiObject asked = ApiObject.of(new Gvk("authentication.k8s.io", "v1", "TokenRequest"), "default", "default");
        String token = cluster.client()
                .create(account.sub("token"), asked, WriteOptions.NONE)
                .at("status", "token")
                .asText();
        Headers proven = json().add("Authorization", "Bearer " + token);
        assertThat(text(send(cluster.http(), "GET", MAPS, proven, "")))
                .contains("User \\\"system:serviceaccount:default:default\\\"");
        Headers wrong = json().add("Authorization", "Bearer wrong");
        assertThat(send(cluster.http(), "GET", MAPS, wrong, "").status()).isEqualTo(401);
        Headers impersonating = json().add("Impersonate-User", "jane");
        assertThat(text(send(cluster.http(), "GET", MAPS, impersonating, ""))).contains("User \\\"jane\\\"");
    }

    @Test
    void bodyAboveTheLimitIsRefused() {
        Answer answer = post(cluster.http(), MAPS, " ".repeat(3 * 1024 * 1024 + 1));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(text(answer)).contains("Request entity too large: limit is 3145728");
    }

    @Test
    void watchIsToldAsFastAsItsClientTakes() {
        Answer watch = get(cluster.http(), MAPS + "?watch=true&resourceVersion=" + cluster.revision());
        AnswerBody body = watch.body();
        post(cluster.http(), MAPS, MAP);
        post(cluster.http(), MAPS, MAP.replace("colours", "shapes"));
        cluster.settle();
        assertThat(body.isWritable()).as("nobody has asked for events yet").isFalse();
        assertThat(body.poll()).isNull();
        cluster.settle();
        assertThat(text(watch)).contains("\"type\":\"ADDED\"").contains("colours");
        cluster.settle();
        assertThat(text(watch)).contains("shapes");
        cluster.settle();
        assertThat(body.isWritable()).isTrue();
        assertThat(cluster.openWatches()).isNotEmpty();
        body.cancel();
        cluster.settle();
        assertThat(cluster.openWatches()).isEmpty();
        assertThat(body.isExhausted()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"LIVE", "VIRTUAL"})
    void restWaitsForClientsThatHaveNotTakenTheirEvents(Mode mode) {
        cluster.close();
        cluster = KubeCluster.builder().mode(mode).heartbeats(false).start();
        AnswerBody body = get(cluster.http(), MAPS + "?watch=true&resourceVersion=" + cluster.revision())
                .body();
        List<String> seen = new CopyOnWriteArrayList<>();
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<?> client = threads.submit(() -> {
                for (byte[] piece = body.take(); piece != null; piece = body.take()) {
                    seen.add(new String(piece, StandardCharsets.UTF_8));
                }
                return null;
            });
            post(cluster.http(), MAPS, MAP);
            post(cluster.http(), MAPS, MAP.replace("colours", "shapes"));
            cluster.settle();
            assertThat(seen).hasSize(2);
            assertThat(seen.get(1)).contains("shapes");
            cluster.close();
            assertThat(client).succeedsWithin(Duration.ofSeconds(10));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void watchesLastWhereTimeIsMoved() {
        ClusterHttp http = cluster.http();
        assertThat(http.lasting(MAPS)).isEqualTo(MAPS);
        assertThat(http.lasting(MAPS + "?timeoutSeconds=5&watch=false"))
                .isEqualTo(MAPS + "?timeoutSeconds=5&watch=false");
        AnswerBody body = get(http, http.lasting(MAPS + "?timeoutSeconds=5&watch=true&resourceVersion=0"))
                .body();
        takeAll(body);
        cluster.time().advance(Duration.ofDays(3));
        assertThat(body.hasEnded()).isFalse();
        AnswerBody other = get(http, MAPS + "?timeoutSeconds=5&watch=true").body();
        takeAll(other);
        cluster.time().advance(Duration.ofSeconds(5));
        assertThat(other.hasEnded()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"LIVE", "VIRTUAL"})
    void restDoesNotWaitForWhatItsCallerWillRead(Mode mode) throws InterruptedException {
        cluster.close();
        cluster = KubeCluster.builder().mode(mode).heartbeats(false).start();
        AnswerBody unread = get(cluster.http(), MAPS + "?watch=true").body();
        AnswerBody body = get(cluster.http(), MAPS + "?watch=true&resourceVersion=" + cluster.revision())
                .body();
        post(cluster.http(), MAPS, MAP);
        cluster.settle();
        assertThat(body.take()).isNotNull();
        post(cluster.http(), MAPS, MAP.replace("colours", "shapes"));
        cluster.settle();
        assertThat(body.take()).isNotNull();
        assertThat(unread.isExhausted()).isFalse();
    }

    private void takeAll(AnswerBody body) {
        do {
            body.poll();
            cluster.settle();
        } while (!body.isWritable());
    }

    @Test
    void aServerThatWasKilledAnswersNobodyAndEndsItsStreams() {
        ClusterHttp http = cluster.http();
        AnswerBody watch = get(http, MAPS + "?watch=true").body();
        try (Disturbance down = cluster.disturb().killComponent("kube-apiserver")) {
            assertThat(cluster.disturb().active()).containsExactly(down);
            assertThat(watch.hasEnded()).isTrue();
            assertThatThrownBy(() -> http.send("GET", MAPS, json(), new byte[0]))
                    .isInstanceOf(ConnectException.class)
                    .hasMessage("connection refused: the server does not run");
        }
        assertThat(get(http, MAPS).status()).isEqualTo(200);
    }

    @Test
    void whatHasToBeClosedFirstIsClosedFirst() {
        int[] found = new int[1];
        cluster.http().beforeClose(() -> found[0] = get(cluster.http(), MAPS).status());
        cluster.close();
        assertThat(found[0]).isEqualTo(200);
    }
}
