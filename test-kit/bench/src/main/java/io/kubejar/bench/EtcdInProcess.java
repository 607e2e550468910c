package io.kubejar.bench;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.options.WatchOption;
import io.kubejar.etcd.EtcdServer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The embedded etcd in the JVM of its client: how soon it is there, how fast it writes, how soon many watchers know. */
final class EtcdInProcess implements Benchmark {
    private static final String CLASS_PATH =
            "kubejar.bench.etcd"; // of the etcd alone, as for those who use nothing else
    private static final int WATCHERS = 1_000;
    private static final long WRITE_EVERY_NANOS = 1_000_000;
    private static final ByteSequence PREFIX = EtcdStore.bytes("/watched/");

    @Override
    public String name() {
        return "etcd-in-process";
    }

    @Override
    public String summary() {
        return "the embedded etcd in process: start to first put, puts of one thread, 1,000 watchers";
    }

    @Override
    public List<Row> run(Settings settings) throws Exception {
        return List.of(
                Row.atMostMillis("etcd in process, start to first put, above an empty JVM", start(settings), 60),
                Row.atLeastPerSecond("etcd in process, puts of one thread", puts(settings), 100_000),
                Row.atMostMillis(
                        "etcd in process, 1,000 watchers at 1,000 writes/s, p99 of delivery", watchers(settings), 10));
    }

    private static double start(Settings settings) throws Exception {
        Samples empty = new Samples();
        Samples first = new Samples();
        for (int i = -1; i < settings.count(9, 3); i++) {
            Samples none = new Samples();
            child("nothing", i < 0 ? none : empty);
            child("put", i < 0 ? none : first);
        }
        return first.median() - empty.median();
    }

    private static void child(String what, Samples samples) throws Exception {
        long start = System.nanoTime();
        try (Child child = Child.jvm(classPath(), EtcdStartChild.class, what)) {
            child.await("ready");
            samples.add(System.nanoTime() - start);
        }
    }

    private static String classPath() {
        return System.getProperty(CLASS_PATH, System.getProperty("java.class.path"));
    }

    private static double puts(Settings settings) {
        int count = settings.count(500_000, 50_000);
        try (EtcdServer etcd = EtcdServer.start()) {
            KV kv = etcd.client().getKVClient();
            ByteSequence value = ByteSequence.from(new byte[1024]);
            double rate = 0;
            for (int round = 0; round < 3; round++) { // the first ones warm up
                long start = System.nanoTime();
                for (int i = 0; i < count; i++) {
                    kv.put(EtcdStore.bytes("/registry/pods/default/pod-" + i % 10_000), value)
                            .join();
                }
                rate = count / ((System.nanoTime() - start) / 1e9);
                kv.compact(etcd.revision()).join();
            }
            return rate;
        }
    }

    /** The value of each key is the moment at which it was written. */
    private static double watchers(Settings settings) throws Exception {
        int warm = settings.count(3_000, 500);
        int writes = settings.count(5_000, 1_000);
        Samples samples = new Samples();
        CountDownLatch done = new CountDownLatch(WATCHERS);
        List<Watch.Watcher> open = new ArrayList<>();
        try (EtcdServer etcd = EtcdServer.start()) {
            KV kv = etcd.client().getKVClient();
            WatchOption option = WatchOption.builder().isPrefix(true).build();
            for (int i = 0; i < WATCHERS; i++) {
                int[] seen = {0};
                boolean sampled =
                        i % 10 == 0 || i == WATCHERS - 1; // a sample of each event would cost more than the event
                open.add(etcd.client()
                        .getWatchClient()
                        .watch(
                                PREFIX,
                                option,
                                answer -> answer.getEvents().forEach(event -> {
                                    if (sampled && seen[0] >= warm) {
                                        byte[] sent =
                                                event.getKeyValue().getValue().getBytes();
                                        samples.add(System.nanoTime()
                                                - ByteBuffer.wrap(sent).getLong());
                                    }
                                    if (++seen[0] == warm + writes) {
                                        done.countDown();
                                    }
                                })));
            }
            long next = System.nanoTime();
            for (int i = 0; i < warm + writes; i++) {
                Nodes.pause(Math.max(0, next - System.nanoTime()));
                byte[] now = ByteBuffer.allocate(8).putLong(System.nanoTime()).array();
                kv.put(EtcdStore.bytes("/watched/" + i % 100), ByteSequence.from(now))
                        .join();
                next += WRITE_EVERY_NANOS;
            }
            if (!done.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException(done.getCount() + " watchers have not seen everything");
            }
            open.forEach(Watch.Watcher::close);
        }
        return samples.millis(0.99);
    }
}
