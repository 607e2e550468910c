package io.kubejar.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.kubejar.testing.Interop;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code kubectl port-forward}, old and new: SPDY by itself up to 1.30, through a WebSocket since. */
@Tag("interop")
class KubectlPortForwardTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern LOCAL = Pattern.compile("Forwarding from 127\\.0\\.0\\.1:(\\d+) -> \\d+");
    private static final int LARGE = 4 * 1024 * 1024;

    private static KubeCluster cluster;
    private static HttpServer site;
    private static Path kubeconfig;

    @TempDir
    static Path folder;

    private final List<Process> started = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        cluster = KubeCluster.builder().mode(Mode.VIRTUAL).start();
        kubeconfig = Files.writeString(folder.resolve("kubeconfig"), cluster.kubeconfig());
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", exchange -> {
            byte[] asked = exchange.getRequestBody().readAllBytes();
            byte[] page = exchange.getRequestURI().getPath().equals("/large")
                    ? new byte[LARGE]
                    : ("the page, asked with " + asked.length + " bytes").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(page);
            }
        });
        site.start();
        cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: web, labels: {app: web}}
                spec: {containers: [{name: web, image: nginx, ports: [{containerPort: 8080}]}]}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
                """);
        cluster.settle();
        cluster.ports().listenAll("default", "app=web", 8080, site.getAddress());
    }

    @AfterAll
    static void stop() {
        site.stop(0);
        cluster.close();
        assertThat(cluster.faults()).isEmpty();
    }

    @AfterEach
    void end() throws InterruptedException {
        for (Process one : started) {
            one.destroyForcibly();
            assertThat(one.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest(name = "kubectl {0} fetches pages of a pod")
    @ValueSource(strings = {"1.27", "1.30", "1.33"})
    void pagesComeThrough(String minor) throws Exception {
        URI page = URI.create("http://127.0.0.1:" + local(forward(minor, "pod/web", ":8080")) + "/");
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest upload = HttpRequest.newBuilder(page)
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[LARGE]))
                .build();
        assertThat(client.send(upload, BodyHandlers.ofString()).body())
                .isEqualTo("the page, asked with " + LARGE + " bytes");
        HttpRequest download = HttpRequest.newBuilder(page.resolve("/large")).build();
        assertThat(client.send(download, BodyHandlers.ofByteArray()).body()).isEqualTo(new byte[LARGE]);
    }

    @ParameterizedTest(name = "kubectl {0} fetches a page of a Service")
    @ValueSource(strings = {"1.27", "1.30", "1.33"})
    void servicesLeadToTheirPods(String minor) throws Exception {
        URI page = URI.create("http://127.0.0.1:" + local(forward(minor, "service/web", ":80")) + "/");
        assertThat(HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
                        .body())
                .isEqualTo("the page, asked with 0 bytes");
    }

    @ParameterizedTest(name = "kubectl {0} is told that a port is dead")
    @ValueSource(strings = {"1.27", "1.30", "1.33"})
    void deadPortsAreTold(String minor) throws Exception {
        Path said = forward(minor, "pod/web", ":9090");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(local(said)))) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Files.readString(said).replace("\\\"", "\""))
                        .containsPattern("an error occurred forwarding \\d+ -> 9090: error forwarding port 9090 to pod"
                                + " [0-9a-f]{64}, uid : failed to execute portforward in network namespace"
                                + " \"/var/run/netns/cni-[-0-9a-f]{36}\": failed to connect to localhost:9090"));
    }

    /** Starts kubectl; gives the file in which it writes what it says. */
    private Path forward(String minor, String what, String port) throws IOException {
        Path said = Files.createTempFile(folder, "said", ".txt");
        ProcessBuilder kubectl = new ProcessBuilder(
                        Interop.kubectl(minor).toString(),
                        "--kubeconfig=" + kubeconfig,
                        "port-forward",
                        "--address=127.0.0.1",
                        what,
                        port)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        kubectl.environment().put("HOME", folder.toString());
        started.add(kubectl.start());
        return said;
    }

    /** The local port that kubectl says. */
    private static String local(Path said) {
        return await().atMost(PATIENCE)
                .until(
                        () -> {
                            Matcher line = LOCAL.matcher(Files.readString(said));
                            return line.find() ? line.group(1) : "";
                        },
                        port -> !port.isEmpty());
    }
}
