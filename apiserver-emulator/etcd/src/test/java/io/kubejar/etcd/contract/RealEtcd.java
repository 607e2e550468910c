package io.kubejar.etcd.contract;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real etcd on the loopback address, with a directory of its own. */
public final class RealEtcd implements AutoCloseable {
    private final Process process;
    private final Path directory;
    private final int port;

    private RealEtcd(Process process, Path directory, int port) {
        this.process = process;
        this.directory = directory;
        this.port = port;
    }

    /** An empty one; the test is skipped when there is no etcd. */
    public static RealEtcd start() throws IOException {
        return start(data -> {});
    }

    /** Puts a file or folder where etcd will look for its data. */
    public interface Preparation {
        void prepare(Path data) throws IOException;
    }

    /** One whose data was prepared; the test is skipped when there is no etcd. */
    public static RealEtcd start(Preparation preparation) throws IOException {
        Programs.require("etcd");
        Path directory = Files.createTempDirectory("kubejar-etcd");
        preparation.prepare(directory.resolve("data"));
        int port = freePort();
        String client = "http://127.0.0.1:" + port;
        String peer = "http://127.0.0.1:" + freePort();
        List<String> command = List.of(
                "etcd",
                "--data-dir=" + directory.resolve("data"),
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=default=" + peer);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        RealEtcd etcd = new RealEtcd(process, directory, port);
        await().atMost(Duration.ofSeconds(30)).until(etcd::isListening);
        return etcd;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean isListening() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Where clients reach it. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Where clients reach it on the loopback address. */
    public int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
