package io.kubejar.cluster;

import static org.awaitility.Awaitility.await;

import io.kubejar.testing.Interop;
import io.kubejar.testing.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An etcd in a process of its own, for as long as a test needs it. */
final class RealEtcd implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final String url;

    private RealEtcd(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** Starts one that keeps its data in a folder; when this returns it answers. */
    static RealEtcd start(Path folder) throws IOException {
        return start(folder, "http", List.of(), List.of());
    }

    /**
     * Starts one that speaks TLS.
     *
     * @param arguments what tells it its keys
     * @param client what tells etcdctl the client's
     */
    static RealEtcd startWithTls(Path folder, List<String> arguments, List<String> client) throws IOException {
        return start(folder, "https", arguments, client);
    }

    private static RealEtcd start(Path folder, String scheme, List<String> arguments, List<String> client)
            throws IOException {
        Path program = Interop.tool("etcd");
        Path etcdctl = Interop.tool("etcdctl");
        String url = scheme + "://127.0.0.1:" + freePort();
        String peer = "http://127.0.0.1:" + freePort();
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--data-dir=" + folder.resolve("data"),
                "--listen-client-urls=" + url,
                "--advertise-client-urls=" + url,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=default=" + peer));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        RealEtcd etcd = new RealEtcd(process, url);
        List<String> check = new ArrayList<>(List.of("--endpoints=" + url, "endpoint", "health"));
        check.addAll(client);
        Program health = Program.of(etcdctl, check.toArray(String[]::new));
        try {
            await().atMost(PATIENCE).until(() -> health.run().exit() == 0);
        } catch (RuntimeException e) {
            etcd.close();
            throw e;
        }
        return etcd;
    }

    /** Where it listens. */
    String url() {
        return url;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("etcd does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
