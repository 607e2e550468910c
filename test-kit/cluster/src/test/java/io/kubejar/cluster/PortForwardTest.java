package io.kubejar.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.server.remote.ClientTls;
import io.kubejar.server.remote.KubeconfigReader;
import io.kubejar.server.remote.Remote;
import io.kubejar.server.spdy.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ports of pods, over TLS, from the client's socket to that of a server in the test. */
class PortForwardTest {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final int LARGE = 8 * 1024 * 1024;
    private static final String GONE = "1 error forwarding port 8080 to pod ";

    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web, labels: {app: web}}
            spec: {containers: [{name: web, image: nginx}]}
            """;

    @TempDir
    Path folder;

    private final KubeCluster cluster = KubeCluster.builder().mode(Mode.VIRTUAL).start();
    private ServerSocket site = open();

    private static ServerSocket open() {
        try {
            ServerSocket made = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            made.setSoTimeout(PATIENCE_MILLIS);
            return made;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private InetSocketAddress address() {
        return (InetSocketAddress) site.getLocalSocketAddress();
    }

    private Socket accepted() throws IOException {
        Socket socket = site.accept();
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private Path kubeconfig(KubeCluster of) throws IOException {
        return Files.writeString(folder.resolve("kubeconfig"), of.kubeconfig());
    }

    private SpdyClient client() throws IOException {
        SpdyClient client = new SpdyClient(kubeconfig(cluster), "web");
        assertThat(client.answer())
                .startsWith("HTTP/1.1 101 Switching Protocols\r\n")
                .contains("Upgrade: SPDY/3.1\r\n", "X-Stream-Protocol-Version: portforward.k8s.io\r\n");
        return client;
    }

    @BeforeEach
    void start() {
        cluster.apply(POD);
        cluster.settle();
        cluster.ports().listen("default", "web", 8080, address());
    }

    @AfterEach
    void stop() throws IOException {
        cluster.close();
        site.close();
        assertThat(cluster.faults()).isEmpty();
    }

    @Test
    void bytesGoBothWays() throws IOException {
        try (SpdyClient client = client()) {
            client.open(1, 8080);
            client.send(3, "ask");
            try (Socket inside = accepted()) {
                assertThat(inside.getInputStream().readNBytes(3)).isEqualTo(bytes("ask"));
                client.send(new Frame.Data(3, true, new byte[0]));
                assertThat(inside.getInputStream().read()).isEqualTo(-1);
                inside.getOutputStream().write(bytes("answer"));
                assertThat(client.next()).isEqualTo("3 answer");
            }
            assertThat(client.next()).isEqualTo("3 |");
            assertThat(client.next()).isEqualTo("1 |");
            client.send(new Frame.Ping(1));
            assertThat(client.next()).isEqualTo("Ping[id=1]");
        }
    }

    @Test
    void whoDoesNotReadHoldsTheOtherSideUp() throws Exception {
        int pieces = 1000;
        byte[] piece = new byte[64 * 1024];
        Arrays.fill(piece, (byte) 'x');
        try (SpdyClient client = client()) {
            client.open(1, 8080);
            CompletableFuture<Void> sent = new CompletableFuture<>();
            Thread writer = new Thread(() -> {
                try {
                    for (int i = 0; i < pieces; i++) {
                        client.send(new Frame.Data(3, i == pieces - 1, piece));
                    }
                    sent.complete(null);
                } catch (IOException e) {
                    sent.completeExceptionally(e);
                }
            });
            writer.start();
            try (Socket inside = accepted()) {
                long read = 0;
                byte[] buffer = new byte[piece.length];
                for (int bytes = 0; bytes >= 0; bytes = inside.getInputStream().read(buffer)) {
                    read += bytes;
                }
                assertThat(read).isEqualTo((long) pieces * piece.length);
                sent.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            }
            writer.join();
            assertThat(client.next()).isEqualTo("3 |");
        }
    }

    @Test
    void nothingIsLeftOfAClientThatGoes() throws IOException {
        SpdyClient client = client();
        client.open(1, 8080);
        try (Socket inside = accepted()) {
            client.close();
            assertThat(inside.getInputStream().read()).isEqualTo(-1);
        }
    }

    @RepeatedTest(5) // it may go while a connection is only half open
    void nothingIsLeftOfAClusterThatGoes() throws IOException {
        try (SpdyClient client = client()) {
            client.open(1, 8080);
            try (Socket inside = accepted()) {
                cluster.close();
                assertThat(inside.getInputStream().read()).isEqualTo(-1);
                assertThat(client.next()).isEqualTo("closed");
            }
        }
    }

    @Test
    void silenceEndsAConnectionByTheClustersClock() throws IOException {
        try (SpdyClient client = client()) {
            client.open(1, 8080);
            try (Socket inside = accepted()) {
                client.send(new Frame.Ping(1));
                assertThat(client.next()).isEqualTo("Ping[id=1]"); // what was sent before is heard before the silence
                cluster.time().advance(Duration.ofHours(4));
                assertThat(inside.getInputStream().read()).isEqualTo(-1);
                assertThat(client.next()).isEqualTo("closed");
            }
        }
    }

    @Test
    void connectionsOutliveTheirPodAndNewOnesAreRefused() throws IOException {
        try (SpdyClient client = client()) {
            client.open(1, 8080);
            try (Socket inside = accepted()) {
                cluster.delete("pods", "default", "web");
                cluster.time().advance(Duration.ofMinutes(1));
                assertThat(cluster.list("pods", "default")).isEmpty();
                inside.getOutputStream().write(bytes("still here"));
                assertThat(client.next()).isEqualTo("3 still here");
                client.open(5, 8080);
                assertThat(client.next()).startsWith("5 error forwarding port 8080 to pod ");
            }
        }
    }

    @Test
    void portIsDeadBeforeAndAfterSomebodyListens() throws IOException {
        cluster.ports().close(address());
        try (SpdyClient client = client()) {
            client.open(1, 8080);
            assertThat(client.next()).startsWith(GONE).contains("connect: connection refused");
            assertThat(client.next()).isEqualTo("RstStream[stream=3, status=5]");
            assertThat(client.next()).isEqualTo("RstStream[stream=1, status=5]");
            assertThat(cluster.explain("default", "web")).contains("nobody listens on its port 8080");
            cluster.ports().listenAll("default", "app in (web, api)", 8080, address());
            client.open(5, 8080);
            accepted().close();
            assertThat(client.next()).isEqualTo("7 |");
            assertThat(cluster.explain("default", "web")).doesNotContain("nobody listens");
        }
    }

    @Test
    void listenerThatHasGoneIsADeadPort() throws IOException {
        site.close();
        try (SpdyClient client = client()) {
            client.open(1, 8080);
            assertThat(client.next()).startsWith(GONE).contains("connect: connection refused");
        } finally {
            site = open();
        }
    }

    @Test
    void copyOfAClusterHasItsListenersAndItsOwn() throws IOException {
        try (KubeCluster copy = cluster.fork()) {
            cluster.ports().close(address());
            try (SpdyClient client = new SpdyClient(kubeconfig(copy), "web")) {
                client.open(1, 8080);
                accepted().close();
                assertThat(client.next()).isEqualTo("3 |");
            }
        }
    }

    @Test
    void podsWithoutANetworkAreRefused() throws IOException {
        cluster.apply(POD.replace("name: web,", "name: held,").replace("image: nginx", "image: a.invalid/b"));
        cluster.apply(POD.replace("name: web,", "name: over,")
                .replace("{containers:", "{restartPolicy: Never, containers:")
                .replace("image: nginx", "image: busybox, command: [sh, -c, exit 0]"));
        cluster.settle();
        try (SpdyClient client = new SpdyClient(kubeconfig(cluster), "over")) {
            assertThat(client.answer()).startsWith("HTTP/1.1 500 ");
        }
        cluster.disturb().loseNode("node-a");
        try (SpdyClient client = new SpdyClient(kubeconfig(cluster), "web")) {
            assertThat(client.answer()).startsWith("HTTP/1.1 500 ");
        }
    }

    @Test
    void whoMayOnlyGetIsRefused() throws IOException {
        cluster.apply("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {name: reader}
                rules: [{apiGroups: [""], resources: [pods/portforward], verbs: [get]}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: reader}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
                subjects: [{kind: ServiceAccount, name: default, namespace: default}]
                """);
        Path own = Files.writeString(folder.resolve("own"), cluster.kubeconfig("default", "default"));
        try (SpdyClient client = new SpdyClient(own, "web")) {
            assertThat(client.answer()).startsWith("HTTP/1.1 403 Forbidden");
        }
        Messages messages = new Messages();
        assertThat(webSocket(own, "", "v4.channel.k8s.io", messages).handle((socket, why) -> why != null))
                .succeedsWithin(Duration.ofMillis(PATIENCE_MILLIS))
                .isEqualTo(true);
    }

    @Test
    void spdyGoesThroughAWebSocket() throws IOException {
        try (SpdyClient client = new SpdyClient(kubeconfig(cluster), "web", true)) {
            assertThat(client.answer())
                    .startsWith("HTTP/1.1 101 Switching Protocols\r\n")
                    .contains("Sec-Websocket-Protocol: SPDY/3.1+portforward.k8s.io\r\n");
            client.open(1, 8080);
            client.send(3, "ask");
            try (Socket inside = accepted()) {
                assertThat(inside.getInputStream().readNBytes(3)).isEqualTo(bytes("ask"));
                inside.getOutputStream().write(bytes("answer"));
                assertThat(client.next()).isEqualTo("3 answer");
                client.send(new Frame.GoAway(0, 0));
                assertThat(client.next()).isEqualTo("closed");
                assertThat(inside.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void webSocketWithChannelsNeedsNoSpdy() throws Exception {
        Messages messages = new Messages();
        WebSocket socket = webSocket(kubeconfig(cluster), "?ports=8080", "v4.channel.k8s.io", messages)
                .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        assertThat(messages.next()).isEqualTo(new byte[] {0, (byte) 0x90, 0x1f});
        assertThat(messages.next()).isEqualTo(new byte[] {1, (byte) 0x90, 0x1f});
        send(socket, bytes("\u0000ask"));
        try (Socket inside = accepted()) {
            assertThat(inside.getInputStream().readNBytes(3)).isEqualTo(bytes("ask"));
            inside.getOutputStream().write(bytes("answer"));
            assertThat(messages.next()).isEqualTo(bytes("\u0000answer"));
            inside.getOutputStream().write(new byte[LARGE]);
        }
        int rest = 0;
        for (byte[] message = messages.next(); message.length > 0; message = messages.next()) {
            rest += message.length - 1;
        }
        assertThat(rest).isEqualTo(LARGE);
    }

    private static CompletableFuture<WebSocket> webSocket(
            Path kubeconfig, String query, String protocol, Messages messages) {
        Remote remote = KubeconfigReader.read(kubeconfig);
        URI uri = URI.create("wss://127.0.0.1:" + remote.server().getPort()
                + "/api/v1/namespaces/default/pods/web/portforward" + query);
        return HttpClient.newBuilder()
                .sslContext(ClientTls.trustingAnyone(null))
                .build()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + remote.token())
                .subprotocols(protocol)
                .buildAsync(uri, messages);
    }

    private static void send(WebSocket socket, byte[] message) throws Exception {
        socket.sendBinary(ByteBuffer.wrap(message), true).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What a WebSocket hears; an empty message at its end. */
    private static final class Messages implements WebSocket.Listener {
        private final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
        private final ByteArrayOutputStream begun = new ByteArrayOutputStream(); // one call at a time

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] piece = new byte[data.remaining()];
            data.get(piece);
            begun.writeBytes(piece);
            if (last) {
                messages.add(begun.toByteArray());
                begun.reset();
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            messages.add(new byte[0]);
            return null;
        }

        byte[] next() throws InterruptedException {
            byte[] message = messages.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            assertThat(message).isNotNull();
            return message;
        }
    }
}
