package io.kubejar.bench;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.options.GetOption;
import io.kubejar.etcd.EtcdServer;
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

/** The embedded etcd against a real one: the same client, over gRPC on the loopback, with the same promise about the disk. */
final class EtcdPeers implements Benchmark {
    private static final int OPEN = 64;
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
            Numbers ours = embedded(folder.resolve("ours"), fsync, settings);
            if (program.isEmpty()) {
                rows.add(Row.plain("etcd puts, " + how + ", " + OPEN + " open", Row.perSecond(ours.rate)));
                rows.add(Row.plain("etcd put, " + how + ", one by one, p50", Row.millis(ours.median)));
                continue;
            }
            Numbers theirs = real(program.get(), folder.resolve("theirs"), fsync, settings);
            rows.add(Row.faster("etcd puts, " + how + ", " + OPEN + " open", ours.rate, "etcd", theirs.rate, 2));
            rows.add(Row.shorter("etcd put, " + how + ", one by one, p50", ours.median, "etcd", theirs.median, 0.5));
        }
        if (program.isEmpty()) {
            rows.add(Row.absent("etcd against a real one", "no etcd here"));
        }
        return rows;
    }

    /** What came out: puts per second with many open, and the median in milliseconds of one after the other. */
    private record Numbers(double rate, double median) {}

    private static Numbers embedded(Path data, boolean fsync, Settings settings) throws Exception {
        try (EtcdServer server = EtcdServer.builder()
                        .grpcPort(0)
                        .dataDir(data)
                        .fsync(fsync)
                        .start();
                Client client = client(server.grpcPort())) {
            return measure(server.grpcPort(), client.getKVClient(), settings);
        }
    }

    private static Numbers real(Path program, Path data, boolean fsync, Settings settings) throws Exception {
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

    private static Numbers measure(int port, KV kv, Settings settings) throws Exception {
        int warm = settings.count(60_000, 8_000);
        int many = settings.count(60_000, 8_000);
        int rounds = settings.count(5_000, 1_000);
        int all = rounds + rounds / 4;
        Samples single = new Samples();
        double rate;
        try (GrpcPuts puts = GrpcPuts.open(port)) {
            flood(puts, "warm", warm);
            rate = flood(puts, "flood", many);
            for (int i = 0; i < all; i++) {
                byte[] message = GrpcPuts.message("single-" + i, VALUE);
                long start = System.nanoTime();
                puts.send(message);
                puts.await(0);
                if (i >= rounds / 4) {
                    single.add(System.nanoTime() - start);
                }
            }
        }
        GetOption count =
                GetOption.builder().withCountOnly(true).withRange(bytes("\0")).build();
        long there = kv.get(bytes("\0"), count).get().getCount();
        if (there != warm + many + all) {
            throw new IllegalStateException("only " + there + " of " + (warm + many + all) + " keys are there");
        }
        return new Numbers(rate, single.median());
    }

    private static double flood(GrpcPuts puts, String prefix, int count) throws IOException {
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            puts.await(OPEN - 1);
            puts.send(GrpcPuts.message(prefix + "-" + i, VALUE));
        }
        puts.await(0);
        return count / ((System.nanoTime() - start) / 1e9);
    }

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }
}
