package io.kubejar.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.core.time.SystemClock;
import io.kubejar.server.exchange.RequestHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConnectionsTest {
    private static final RequestHandler PATH =
            (request, exchange) -> exchange.respond(200, Door.plain(), Door.bytes(request.path() + "\n"));
    private static final Limits SMALL = Door.limits(1000, Duration.ofSeconds(60), Duration.ofSeconds(2));
    private static final String TOO_LARGE = "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},"
            + "\"status\":\"Failure\",\"message\":\"Request entity too large: limit is 1000\","
            + "\"reason\":\"RequestEntityTooLarge\",\"code\":413}";

    @TempDir
    Path folder;

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws Exception {
        try (Door door = new Door(PATH);
                Socket socket = door.connect()) {
            StringBuilder requests = new StringBuilder();
            StringBuilder answers = new StringBuilder();
            for (int i = 0; i < 100; i++) {
                requests.append("POST /").append(i).append(" HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n");
                requests.append(i == 99 ? "Connection: close\r\n" : "").append("\r\nabc");
                answers.append('/').append(i).append('\n');
            }
            Door.send(socket, requests.toString());
            String all = Door.readAll(socket);
            assertThat(all.replaceAll("(?m)^[^/].*\r\n|^\r\n", "")).isEqualTo(answers.toString());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET / HTTP/1.1                               | 400 Bad Request: missing required Host header",
                "GET /%zz HTTP/1.1~Host: x~Connection: close  | 400 Bad Request",
                "nonsense                                     | 400 Bad Request",
                "POST / HTTP/1.1~Host: x~Content-Length: a    | 400 Bad Request",
                "POST / HTTP/1.1~Host: x~Content-Length: -1   | 400 Bad Request",
                "GET / HTTP/1.1~Host: x~Bad Name: y           | 400 Bad Request",
                "GET / HTTP/1.1~Host: x~Expect: wonders       | 417 Expectation Failed",
                "GET / HTTP/1.1~Host: x~Long: %s              | 431 Request Header Fields Too Large",
                "GET /%s HTTP/1.1~Host: x                     | 431 Request Header Fields Too Large",
            })
    void unreadableRequestIsRefusedAndItsConnectionClosed(String request, String answer) throws Exception {
        try (Door door = new Door(PATH, SMALL);
                Socket socket = door.connect()) {
            Door.send(socket, request.replace("%s", "x".repeat(20_000)).replace("~", "\r\n") + "\r\n\r\n");
            assertThat(Door.readAll(socket))
                    .startsWith("HTTP/1.1 " + answer.substring(0, 3) + " ")
                    .contains("\r\nConnection: close\r\n")
                    .endsWith("\r\n\r\n" + answer);
        }
    }

    @ParameterizedTest
    @EnumSource
    void tooLargeBodyIsRefusedAndTheConnectionGoesOn(Version version) throws Exception {
        try (Door door = new Door(PATH, SMALL)) {
            HttpClient client = Door.client(version, null);
            for (int size : new int[] {1001, 9000}) {
                var declared = client.send(
                        door.request("/")
                                .POST(BodyPublishers.ofByteArray(new byte[size]))
                                .build(),
                        BodyHandlers.ofString());
                assertThat(declared.statusCode()).isEqualTo(413);
                assertThat(declared.body()).isEqualTo(TOO_LARGE);
            }
            var fits = client.send(
                    door.request("/fits")
                            .POST(BodyPublishers.ofByteArray(new byte[1000]))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(fits.body()).isEqualTo("/fits\n");
        }
    }

    @Test
    void tooLargeBodyInChunksIsRefusedAndTheConnectionGoesOn() throws Exception {
        try (Door door = new Door(PATH, SMALL);
                Socket socket = door.connect()) {
            String chunk = "190\r\n" + "x".repeat(400) + "\r\n";
            Door.send(socket, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk.repeat(5));
            assertThat(Door.readUntil(socket, TOO_LARGE)).startsWith("HTTP/1.1 413 ");
            Door.send(socket, chunk + "0\r\n\r\nGET /next HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(Door.readAll(socket)).startsWith("HTTP/1.1 200 OK\r\n").endsWith("/next\n");
        }
    }

    @Test
    void clientThatAsksFirstIsToldToProceedOrNot() throws Exception {
        try (Door door = new Door(PATH, SMALL);
                Socket socket = door.connect()) {
            String head = "POST /p HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: ";
            Door.send(socket, head + "3\r\n\r\n");
            assertThat(Door.readUntil(socket, "\r\n\r\n")).startsWith("HTTP/1.1 100 Continue\r\n");
            Door.send(socket, "abc");
            assertThat(Door.readUntil(socket, "/p\n")).startsWith("HTTP/1.1 200 OK\r\n");
            Door.send(socket, head + "5000\r\n\r\n");
            assertThat(Door.readUntil(socket, TOO_LARGE)).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void plainHttpOnTheTlsPortIsToldSo() throws Exception {
        try (Door door = new Door(PATH);
                Socket socket = new Socket("127.0.0.1", door.server.port())) {
            Door.send(socket, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(Door.readAll(socket))
                    .isEqualTo("HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n");
        }
    }

    @Test
    void plainServerIsPossibleWithoutIdentity() throws Exception {
        HttpServerConfig config = new HttpServerConfig(
                "127.0.0.1", 0, null, List.of(), Limits.DEFAULT, SystemClock.INSTANCE, (what, why) -> {});
        try (HttpServer server = HttpServer.start(config, PATH);
                Socket socket = new Socket("127.0.0.1", server.port())) {
            assertThat(server.url()).isEqualTo("http://127.0.0.1:" + server.port());
            Door.send(socket, "GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(Door.readAll(socket)).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n/a\n");
        }
    }

    @Test
    void idleConnectionIsClosedAndABusyOneIsNot() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Limits limits = Door.limits(1000, Duration.ofSeconds(2), Duration.ofSeconds(2));
        try (Door door = new Door(
                        (request, exchange) -> {
                            RequestsTest.await(go);
                            exchange.respond(200, Door.plain(), Door.bytes("done"));
                        },
                        limits);
                Socket busy = door.connect();
                Socket idle = door.connect()) {
            Door.send(busy, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            Door.send(idle, "GET / HTTP/1.1\r\nHo");
            assertThat(Door.readAll(idle)).isEmpty();
            go.countDown();
            assertThat(Door.readAll(busy)).endsWith("done");
        }
    }

    @Test
    void idleHttp2ConnectionIsClosed() throws Exception {
        // Long enough for a busy machine to send the first request of a connection before that counts as idle.
        Limits limits = Door.limits(1000, Duration.ofSeconds(2), Duration.ofSeconds(2));
        try (Door door = new Door(PATH, limits)) {
            HttpClient client = Door.client(Version.HTTP_2, null);
            assertThat(client.send(door.request("/a").build(), BodyHandlers.ofString())
                            .body())
                    .isEqualTo("/a\n");
            Awaitility.await().until(() -> door.server.connections() == 0);
            assertThat(client.send(door.request("/b").build(), BodyHandlers.ofString())
                            .body())
                    .isEqualTo("/b\n");
        }
    }

    @Test
    void connectionWithoutHandshakeIsClosed() throws Exception {
        Limits usual = Limits.DEFAULT;
        Limits limits = new Limits(1, 1000, 1000, 10, 10, Duration.ofMillis(100), usual.idle(), usual.drain());
        try (Door door = new Door(PATH, limits);
                Socket socket = new Socket("127.0.0.1", door.server.port())) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void clientThatLeavesBeforeItsAnswerHarmsNobody() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (Door door = new Door((request, exchange) -> {
            arrived.countDown();
            RequestsTest.await(go);
            exchange.respond(200, Door.plain(), new byte[10]);
        })) {
            try (Socket socket = door.connect()) {
                Door.send(socket, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
                arrived.await();
            }
            Awaitility.await().until(() -> door.server.connections() == 0);
            assertThat(door.server.inFlight()).isEqualTo(1);
            go.countDown();
            Awaitility.await().until(() -> door.server.inFlight() == 0);
        }
    }

    @Test
    void takenPortIsOneClearLine() throws Exception {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress("127.0.0.1", 0));
            HttpServerConfig config = new HttpServerConfig(
                    "127.0.0.1",
                    taken.getLocalPort(),
                    null,
                    List.of(),
                    Limits.DEFAULT,
                    SystemClock.INSTANCE,
                    (what, why) -> {});
            assertThatThrownBy(() -> HttpServer.start(config, PATH))
                    .isInstanceOf(ListenException.class)
                    .hasMessage("cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": the port is already in use");
        }
    }

    @ParameterizedTest
    @EnumSource
    void openRequestIsAnsweredWhileTheServerCloses(Version version) throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Door door = new Door((request, exchange) -> {
            arrived.countDown();
            RequestsTest.await(go);
            exchange.respond(200, Door.plain(), Door.bytes("answer"));
        });
        var one = Door.client(version, null).sendAsync(door.request("/").build(), BodyHandlers.ofString());
        arrived.await();
        var closing = CompletableFuture.runAsync(door::close);
        Awaitility.await().until(() -> refuses(door.server.port()));
        go.countDown();
        assertThat(one.get().body()).isEqualTo("answer");
        closing.get();
    }

    private static boolean refuses(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void twoHundredServersLeaveNoThreadAndNoPort() throws Exception {
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Door door = new Door(PATH);
            ports.add(door.server.port());
            if (i % 20 == 0) {
                Version version = i % 40 == 0 ? Version.HTTP_1_1 : Version.HTTP_2;
                var answer = Door.client(version, null).send(door.request("/x").build(), BodyHandlers.ofString());
                assertThat(answer.body()).isEqualTo("/x\n");
            }
            door.close();
            door.close();
        }
        assertThat(ports).allMatch(ConnectionsTest::refuses);
        Awaitility.await()
                .untilAsserted(() -> assertThat(
                                Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
                        .noneMatch(name -> name.startsWith("kubejar-") || name.startsWith("globalEventExecutor")));
    }

    @ParameterizedTest
    @CsvSource({"--http1.1, 1.1", "--http2, 2", "--tlsv1.2 --tls-max 1.2, 2"})
    void curlIsServed(String options, String version) throws Exception {
        Assumptions.assumeTrue(hasCurl(), "curl is not installed");
        Path authority = folder.resolve("ca.crt");
        Files.writeString(authority, Door.PKI.authority().certificatePem());
        try (Door door = new Door(PATH)) {
            List<String> command = new ArrayList<>(List.of("curl", "-sS", "--cacert", authority.toString()));
            command.addAll(List.of(options.split(" ")));
            command.addAll(List.of("-w", "%{http_version}", "-d", "@" + authority));
            command.add("https://localhost:" + door.server.port() + "/api");
            Process curl = new ProcessBuilder(command).redirectErrorStream(true).start();
            assertThat(new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("/api\n" + version);
        }
    }

    private static boolean hasCurl() throws InterruptedException {
        try {
            return new ProcessBuilder("curl", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
