package io.kubejar.bench;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.options.GetOption;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The embedded etcd against a real one: each in a process of its own, the same client, over gRPC on the loopback, with the same
 * promise about the disk.
 */
final class EtcdPeers implements Benchmark {
    private static final List<Integer> CLIENTS = List.of(64, 16, 1); // in the order in which they are measured
    private static final List<String> HEAP_OF_THE_CLI =
            List.of("-XX:+UseSerialGC", "-XX:NewRatio=4", "-XX:InitialRAMPercentage=12"); // the heap of `kubejar etcd`
    private static final int WARM_ROUNDS = 4; // in each all clients come and go: a JVM has to learn that too
    private static final byte[] VALUE = "v".repeat(1024).getBytes(StandardCharsets.UTF_8);

    @Override
    public String name() {
        return "etcd";
    }

    @Override
    public String summary() {
        return "puts of 1 KiB: the embedded etcd against a real one, same client, same disk setting";
    }

    @Override
    public List<Row> run(Settings settings) throws Exception {
        Optional<Path> program = Stream.of(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "etcd"))
                .filter(Files::isExecutable)
                .findFirst();
        List<Row> rows = new ArrayList<>();
        for (boolean fsync : new boolean[] {false, true}) {
            Path folder = Files.createDirectory(settings.scratch().resolve(fsync ? "durable" : "fast"));
            String how = fsync ? "fsync" : "no fsync";
            List<Numbers> ours = embedded(folder.resolve("ours"), fsync, settings);
            List<Numbers> theirs =
                    program.isEmpty() ? List.of() : real(program.get(), folder.resolve("theirs"), fsync, settings);
            for (int i = 0; i < ours.size(); i++) {
                rows.addAll(rows(how, ours.get(i), theirs.isEmpty() ? null : theirs.get(i)));
            }
        }
        if (program.isEmpty()) {
            rows.add(Row.absent("etcd against a real one", "no etcd here"));
        }
        return rows;
    }

    private static List<Row> rows(String how, Numbers ours, @Nullable Numbers theirs) {
        String what = ", " + how + ", " + ours.clients + (ours.clients == 1 ? " client" : " clients");
        if (theirs == null) {
            return List.of(
                    Row.plain("etcd puts" + what, Row.perSecond(ours.rate)),
                    Row.plain("etcd put" + what + ", p50", Row.millis(ours.median)));
        }
        return List.of(
                Row.faster("etcd puts" + what, ours.rate, "etcd", theirs.rate, 2),
                Row.shorter("etcd put" + what + ", p50", ours.median, "etcd", theirs.median, 0.5));
    }

    /** What came out for so many clients: puts per second, and the median in milliseconds. */
    private record Numbers(int clients, double rate, double median) {}

    private static List<Numbers> embedded(Path data, boolean fsync, Settings settings) throws Exception {
        try (Child etcd = Child.jvm(HEAP_OF_THE_CLI, EtcdServeChild.class, data.toString(), Boolean.toString(fsync))) {
            int port = Integer.parseInt(etcd.await("port"));
            try (Client client = client(port)) {
                return measure(port, client.getKVClient(), settings);
            }
        }
    }

    private static List<Numbers> real(Path program, Path data, boolean fsync, Settings settings) throws Exception {
        int port = freePort();
        String url = "http://127.0.0.1:" + port;
        String peer = "http://127.0.0.1:" + freePort();
        List<String> command = new ArrayList<>(List.of(program.toString(), "--name", "bench", "--data-dir", "" + data));
        command.addAll(List.of("--listen-client-urls", url, "--advertise-client-urls", url));
        command.addAll(List.of("--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer));
        command.addAll(List.of("--initial-cluster", "bench=" + peer, "--log-level", "error"));
        if (!fsync) {
            command.add("--unsafe-no-fsync");
        }
        try (Child etcd = Child.program(data.resolveSibling("etcd.log"), command);
                Client client = client(port)) {
            awaitAnswer(etcd, client.getKVClient());
            return measure(port, client.getKVClient(), settings);
        }
    }

    private static Client client(int port) {
        return Client.builder().endpoints("http://127.0.0.1:" + port).build();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitAnswer(Child etcd, KV kv) throws Exception {
        for (int i = 0; i < 30; i++) {
            if (!etcd.isAlive()) {
                throw new IllegalStateException("etcd ended at once");
            }
            try {
                kv.get(bytes("here")).get(1, TimeUnit.SECONDS);
                return;
            } catch (ExecutionException | TimeoutException e) {
                Nodes.pause(TimeUnit.MILLISECONDS.toNanos(200)); // it is not up yet
            }
        }
        throw new IllegalStateException("etcd does not answer");
    }

    private static List<Numbers> measure(int port, KV kv, Settings settings) throws Exception {
        int many = settings.count(60_000, 8_000);
        for (int i = 0; i < WARM_ROUNDS; i++) {
            floods(port, "warm-" + i, many);
        }
        List<Numbers> numbers = floods(port, "measured", many);
        GetOption count =
                GetOption.builder().withCountOnly(true).withRange(bytes("\0")).build();
        long there = kv.get(bytes("\0"), count).get().getCount();
        long expected = (WARM_ROUNDS + 1) * (2L * many + many / 4);
        if (there != expected) {
            throw new IllegalStateException("only " + there + " of " + expected + " keys are there");
        }
        return numbers;
    }

    private static List<Numbers> floods(int port, String prefix, int many) throws IOException {
        List<Numbers> numbers = new ArrayList<>();
        for (int clients : CLIENTS) {
            numbers.add(flood(port, prefix + "-" + clients, clients, clients == 1 ? many / 4 : many));
        }
        return numbers;
    }

    /** Each client has one put open: it sends the next once the last is answered. */
    private static Numbers flood(int port, String prefix, int clients, int count) throws IOException {
        Samples samples = new Samples();
        List<GrpcPuts> open = new ArrayList<>();
        long[] sent = new long[clients];
        try {
            for (int i = 0; i < clients; i++) {
                open.add(GrpcPuts.open(port));
            }
            long start = System.nanoTime();
            for (int i = 0; i < count + clients; i++) {
                int client = i % clients;
                GrpcPuts puts = open.get(client);
                if (i >= clients) {
                    puts.await(0);
                    samples.add(System.nanoTime() - sent[client]);
                }
                if (i < count) {
                    sent[client] = System.nanoTime();
                    puts.sendNow(GrpcPuts.message(prefix + "-" + i, VALUE));
                }
            }
            return new Numbers(clients, count / ((System.nanoTime() - start) / 1e9), samples.median());
        } finally {
            for (GrpcPuts puts : open) {
                puts.close();
            }
        }
    }

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }
}
