package io.kubejar.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.server.exchange.ResponseStream;
import io.kubejar.server.exchange.WebSocket.Listener;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StreamsTest {
    @ParameterizedTest
    @EnumSource
    void eachPieceArrivesWhenItIsWritten(Version version) throws Exception {
        CompletableFuture<ResponseStream> opened = new CompletableFuture<>();
        CountDownLatch ended = new CountDownLatch(1);
        try (Door door = new Door((request, exchange) -> {
            if (request.path().equals("/watch")) {
                opened.complete(exchange.stream(200, Door.plain()));
            } else {
                exchange.respond(200, Door.plain(), Door.bytes("other"));
            }
        })) {
            HttpClient client = Door.client(version, null);
            InputStream body = client.send(door.request("/watch").build(), BodyHandlers.ofInputStream())
                    .body();
            ResponseStream stream = opened.get();
            stream.onClose(ended::countDown);
            Awaitility.await().until(() -> door.server.inFlight() == 0);
            for (String piece : new String[] {"one\n", "two\n", "three\n"}) {
                stream.write(Door.bytes(piece));
                assertThat(body.readNBytes(piece.length())).isEqualTo(Door.bytes(piece));
            }
            assertThat(client.send(door.request("/").build(), BodyHandlers.ofString())
                            .body())
                    .isEqualTo("other");
            stream.write(Door.bytes("last"));
            stream.close();
            stream.close();
            stream.write(Door.bytes("too late"));
            assertThat(body.readAllBytes()).isEqualTo(Door.bytes("last"));
            ended.await();
            assertThat(client.send(door.request("/").build(), BodyHandlers.ofString())
                            .body())
                    .isEqualTo("other");
        }
    }

    @ParameterizedTest
    @EnumSource
    void slowReaderHoldsNobodyUpAndIsSeen(Version version) throws Exception {
        CompletableFuture<ResponseStream> opened = new CompletableFuture<>();
        CountDownLatch writable = new CountDownLatch(1);
        try (Door door = new Door((request, exchange) -> opened.complete(exchange.stream(200, Door.plain())))) {
            InputStream body = Door.client(version, null)
                    .send(door.request("/").build(), BodyHandlers.ofInputStream())
                    .body();
            ResponseStream stream = opened.get();
            stream.onWritable(writable::countDown);
            byte[] piece = new byte[64 * 1024];
            Arrays.fill(piece, (byte) 'x');
            int pieces = 0;
            // the kernel and the client's window take megabytes before it shows
            while ((pieces < 4000 && stream.isWritable()) || pieces < 500) {
                stream.write(piece);
                pieces++;
            }
            Awaitility.await().until(() -> !stream.isWritable());
            assertThat(body.readNBytes(pieces * piece.length)).hasSize(pieces * piece.length);
            writable.await();
            assertThat(stream.isWritable()).isTrue();
            stream.close();
            assertThat(body.read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void streamHearsThatItsClientIsGone(Version version) throws Exception {
        CompletableFuture<ResponseStream> opened = new CompletableFuture<>();
        CountDownLatch ended = new CountDownLatch(1);
        try (Door door = new Door((request, exchange) -> opened.complete(exchange.stream(200, Door.plain())))) {
            InputStream body = Door.client(version, null)
                    .send(door.request("/").build(), BodyHandlers.ofInputStream())
                    .body();
            opened.get().onClose(ended::countDown);
            body.close();
            ended.await();
            opened.get().write(Door.bytes("nobody reads this"));
            CountDownLatch again = new CountDownLatch(1);
            opened.get().onClose(again::countDown);
            assertThat(again.getCount()).isZero();
        }
    }

    @Test
    void streamOverHttp10EndsWithTheConnection() throws Exception {
        try (Door door = new Door((request, exchange) -> {
                    ResponseStream stream = exchange.stream(200, Door.plain());
                    stream.write(Door.bytes("all"));
                    stream.close();
                });
                Socket socket = door.connect()) {
            Door.send(socket, "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertThat(Door.readAll(socket)).doesNotContain("chunked").endsWith("\r\n\r\nall");
        }
    }

    @Test
    void webSocketCarriesMessagesBothWays() throws Exception {
        try (Door door = new Door((request, exchange) -> {
            assertThat(exchange.isWebSocketUpgrade()).isTrue();
            AtomicReference<io.kubejar.server.exchange.@Nullable WebSocket> socket = new AtomicReference<>();
            CountDownLatch ready = new CountDownLatch(1);
            socket.set(exchange.webSocket("v5.channel.k8s.io", new Listener() {
                @Override
                public void onMessage(byte[] message, boolean binary) {
                    RequestsTest.await(ready);
                    var to = socket.get();
                    if (to == null) {
                        return;
                    }
                    if (binary) {
                        to.sendBinary(message);
                    } else {
                        to.sendText(message);
                        to.close(1000, "done");
                    }
                }

                @Override
                public void onClose() {}
            }));
            ready.countDown();
        })) {
            Messages messages = new Messages();
            WebSocket socket = Door.client(Version.HTTP_1_1, null)
                    .newWebSocketBuilder()
                    .subprotocols("v5.channel.k8s.io", "v4.channel.k8s.io")
                    .buildAsync(door.webSocketUri("/exec"), messages)
                    .get();
            assertThat(socket.getSubprotocol()).isEqualTo("v5.channel.k8s.io");
            byte[] large = new byte[50_000];
            Arrays.fill(large, (byte) 7);
            socket.sendBinary(ByteBuffer.wrap(large), true).get();
            socket.sendText("he", false).get();
            socket.sendText("llo", true).get();

            assertThat(messages.text.get()).isEqualTo("hello");
            assertThat(messages.closed.get()).isEqualTo("1000 done");
            assertThat(messages.bytes.get()).isEqualTo(50_000);
        }
    }

    @Test
    void webSocketHearsThatItsClientIsGone() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (Door door = new Door((request, exchange) -> {
            var unused = exchange.webSocket("", new Listener() {
                @Override
                public void onMessage(byte[] message, boolean binary) {}

                @Override
                public void onClose() {
                    ended.countDown();
                }
            });
        })) {
            WebSocket socket = Door.client(Version.HTTP_1_1, null)
                    .newWebSocketBuilder()
                    .buildAsync(door.webSocketUri("/"), new Messages())
                    .get();
            assertThat(socket.getSubprotocol()).isEmpty();
            socket.abort();
            ended.await();
        }
    }

    @Test
    void webSocketWithoutItsVersionIsRefused() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (Door door = new Door((request, exchange) -> {
                    var unused = exchange.webSocket("", new Listener() {
                        @Override
                        public void onMessage(byte[] message, boolean binary) {}

                        @Override
                        public void onClose() {
                            ended.countDown();
                        }
                    });
                });
                Socket socket = door.connect()) {
            Door.send(socket, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close, Upgrade\r\nUpgrade: websocket\r\n\r\n");
            assertThat(Door.readAll(socket))
                    .startsWith("HTTP/1.1 400 Bad Request\r\n")
                    .contains("Sec-Websocket-Version: 13")
                    .endsWith("missing or bad WebSocket Version");
            ended.await();
        }
    }

    @ParameterizedTest
    @EnumSource
    void closingTheServerEndsStreamsProperly(Version version) throws Exception {
        CompletableFuture<ResponseStream> opened = new CompletableFuture<>();
        AtomicInteger ends = new AtomicInteger();
        Door door = new Door((request, exchange) -> {
            ResponseStream stream = exchange.stream(200, Door.plain());
            stream.onClose(ends::incrementAndGet);
            opened.complete(stream);
        });
        InputStream body = Door.client(version, null)
                .send(door.request("/").build(), BodyHandlers.ofInputStream())
                .body();
        opened.get().write(Door.bytes("before"));
        door.close();
        assertThat(body.readAllBytes()).isEqualTo(Door.bytes("before"));
        assertThat(ends).hasValue(1);
    }

    @Test
    void closingTheServerTellsWebSockets() throws Exception {
        Door door = new Door((request, exchange) -> {
            var unused = exchange.webSocket("", new Listener() {
                @Override
                public void onMessage(byte[] message, boolean binary) {}

                @Override
                public void onClose() {}
            });
        });
        Messages messages = new Messages();
        WebSocket socket = Door.client(Version.HTTP_1_1, null)
                .newWebSocketBuilder()
                .buildAsync(door.webSocketUri("/"), messages)
                .get();
        door.close();
        assertThat(messages.closed.get()).isEqualTo("1001 the server is shutting down");
        assertThat(socket.isInputClosed()).isTrue();
    }

    /** What a WebSocket client has heard. */
    private static final class Messages implements WebSocket.Listener {
        final CompletableFuture<String> text = new CompletableFuture<>();
        final CompletableFuture<String> closed = new CompletableFuture<>();
        final AtomicInteger bytes = new AtomicInteger();
        private final StringBuilder gathered = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            gathered.append(data);
            if (last) {
                text.complete(gathered.toString());
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            bytes.addAndGet(data.remaining());
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code + " " + reason);
            return null;
        }
    }
}
