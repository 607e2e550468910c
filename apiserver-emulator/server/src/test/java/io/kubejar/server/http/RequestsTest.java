package io.kubejar.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Json;
import io.kubejar.server.exchange.Headers;
import io.kubejar.server.exchange.RequestHandler;
import io.kubejar.server.pki.Identity;
import io.kubejar.server.pki.Subject;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RequestsTest {
    private static final RequestHandler ECHO = (request, exchange) -> {
        String text = request.method() + " " + request.path() + " " + request.query() + " "
                + request.headers().all("x-test") + " " + request.body().length;
        exchange.respond(200, Door.plain().add("x-answer", "yes"), Door.bytes(text));
    };

    @ParameterizedTest
    @EnumSource
    void requestArrivesWholeAndDecoded(Version version) throws Exception {
        try (Door door = new Door(ECHO)) {
            HttpResponse<String> answer = Door.client(version, null)
                    .send(
                            door.request("/api/v1/x%20y+z%2F?a=1&b=%C3%A4+c&a=2&flag")
                                    .header("X-Test", "one")
                                    .header("X-Test", "two")
                                    .POST(BodyPublishers.ofByteArray(new byte[200_000]))
                                    .build(),
                            BodyHandlers.ofString());

            assertThat(answer.version()).isEqualTo(version);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("x-answer")).hasValue("yes");
            assertThat(answer.headers().firstValue("content-type")).hasValue("text/plain");
            assertThat(answer.headers().firstValue("date")).isPresent();
            assertThat(answer.body()).isEqualTo("POST /api/v1/x y+z/ {a=[1, 2], b=[ä c], flag=[]} [one, two] 200000");
        }
    }

    @ParameterizedTest
    @EnumSource
    void provenClientCertificateReachesTheRequest(Version version) throws Exception {
        try (Door door = new Door((request, exchange) -> {
            List<String> names = request.clientCertificates().stream()
                    .map(c -> Subject.of(c).toString())
                    .toList();
            exchange.respond(200, Door.plain(), Door.bytes(names.toString()));
        })) {
            Identity mike = Door.PKI.clientCertificate("mike", List.of("dev"));
            var request = door.request("/").build();

            for (int i = 0; i < 3; i++) { // later ones resume the TLS session
                HttpClient client = Door.client(version, mike);
                assertThat(client.send(request, BodyHandlers.ofString()).body())
                        .isEqualTo("[Subject[commonName=mike, organizations=[dev]]]");
            }
            assertThat(Door.client(version, null)
                            .send(request, BodyHandlers.ofString())
                            .body())
                    .isEqualTo("[]");
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneConnectionServesManyRequests(Version version) throws Exception {
        Set<String> peers = ConcurrentHashMap.newKeySet();
        try (Door door = new Door((request, exchange) -> {
            peers.add(request.remoteAddress());
            exchange.respond(200, Door.plain(), new byte[0]);
        })) {
            HttpClient client = Door.client(version, null);
            for (int i = 0; i < 20; i++) {
                assertThat(client.send(door.request("/" + i).build(), BodyHandlers.discarding())
                                .statusCode())
                        .isEqualTo(200);
            }
            assertThat(peers).hasSize(1);
            assertThat(peers.iterator().next()).startsWith("127.0.0.1:");
        }
    }

    @ParameterizedTest
    @EnumSource
    void fiftyRequestsAreHandledAtOnceAndCounted(Version version) throws Exception {
        CountDownLatch all = new CountDownLatch(50);
        CountDownLatch go = new CountDownLatch(1);
        try (Door door = new Door((request, exchange) -> {
            all.countDown();
            await(go);
            exchange.respond(200, Door.plain(), Door.bytes(request.path()));
        })) {
            HttpClient client = Door.client(version, null);
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                answers.add(client.sendAsync(door.request("/" + i).build(), BodyHandlers.ofString()));
            }
            all.await();
            assertThat(door.server.inFlight()).isEqualTo(50);
            go.countDown();
            for (int i = 0; i < 50; i++) {
                assertThat(answers.get(i).get().body()).isEqualTo("/" + i);
            }
            Awaitility.await().until(() -> door.server.inFlight() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void answerMayComeFromAnotherThreadAfterTheHandlerReturned(Version version) throws Exception {
        CompletableFuture<Runnable> answer = new CompletableFuture<>();
        try (Door door = new Door((request, exchange) ->
                answer.complete(() -> exchange.respond(201, Door.plain(), Door.bytes("later"))))) {
            var sent = Door.client(version, null).sendAsync(door.request("/").build(), BodyHandlers.ofString());
            Runnable respond = answer.get();
            assertThat(door.server.inFlight()).isEqualTo(1);
            respond.run();
            assertThat(sent.get().statusCode()).isEqualTo(201);
            Awaitility.await().until(() -> door.server.inFlight() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void headIsAnsweredWithoutBody(Version version) throws Exception {
        try (Door door = new Door(ECHO)) {
            HttpClient client = Door.client(version, null);
            HttpResponse<String> answer = client.send(
                    door.request("/a").method("HEAD", BodyPublishers.noBody()).build(), BodyHandlers.ofString());

            assertThat(answer.body()).isEmpty();
            assertThat(answer.headers().firstValue("content-length")).hasValue("15");
            assertThat(client.send(door.request("/b").build(), BodyHandlers.ofString())
                            .body())
                    .isEqualTo("GET /b {} [] 0");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheHandlerThrowsIsAnswered(Version version) throws Exception {
        Door door = new Door((request, exchange) -> {
            if (request.path().equals("/status")) {
                throw StatusException.of(Reason.NOT_FOUND, "no such thing");
            }
            throw new IllegalStateException("broken");
        });
        HttpClient client = Door.client(version, null);
        try {

            HttpResponse<String> status = client.send(door.request("/status").build(), BodyHandlers.ofString());
            HttpResponse<String> broken = client.send(door.request("/broken").build(), BodyHandlers.ofString());

            assertThat(status.statusCode()).isEqualTo(404);
            assertThat(Json.textOr(Json.parse(status.body()), "", "message")).isEqualTo("no such thing");
            assertThat(broken.statusCode()).isEqualTo(500);
            assertThat(Json.textOr(Json.parse(broken.body()), "", "message"))
                    .isEqualTo("Internal error occurred: broken");
            assertThat(door.faults).singleElement().isInstanceOf(IllegalStateException.class);
            Awaitility.await().until(() -> door.server.inFlight() == 0);
        } finally {
            door.server.close(); // the door itself would complain of the fault
        }
    }

    @ParameterizedTest
    @EnumSource
    void largeAnswersAreCompressedForThoseWhoAsk(Version version) throws Exception {
        byte[] large = "kubejar ".repeat(20_000).getBytes(StandardCharsets.US_ASCII);
        byte[] small = new byte[WholeAnswer.GZIP_ABOVE_BYTES];
        try (Door door = new Door((request, exchange) -> exchange.respond(
                200, new Headers().add("content-type", "x/y"), request.path().equals("/large") ? large : small))) {
            HttpClient client = Door.client(version, null);
            var gzipped = client.send(
                    door.request("/large").header("accept-encoding", "br, gzip").build(), BodyHandlers.ofByteArray());
            var asked = client.send(
                    door.request("/small").header("accept-encoding", "gzip").build(), BodyHandlers.ofByteArray());
            var plain = client.send(door.request("/large").build(), BodyHandlers.ofByteArray());

            assertThat(gzipped.headers().firstValue("content-encoding")).hasValue("gzip");
            assertThat(gzipped.headers().firstValue("vary")).hasValue("Accept-Encoding");
            assertThat(gzipped.body()).hasSizeLessThan(10_000);
            assertThat(new GZIPInputStream(new ByteArrayInputStream(gzipped.body())).readAllBytes())
                    .isEqualTo(large);
            assertThat(asked.headers().firstValue("content-encoding")).isEmpty();
            assertThat(asked.body()).isEqualTo(small);
            assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
            assertThat(plain.body()).isEqualTo(large);
        }
    }

    @Test
    void fieldNamesAreWrittenAsGoWritesThem() {
        assertThat(Fields.canonical("content-type")).isEqualTo("Content-Type");
        assertThat(Fields.canonical("x-kubernetes-pf-flowschema-uid")).isEqualTo("X-Kubernetes-Pf-Flowschema-Uid");
        assertThat(Fields.canonical("etag")).isEqualTo("Etag");
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
