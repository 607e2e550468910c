package io.kubejar.bench;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KV;
import io.kubejar.etcd.EtcdServer;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** What the embedded etcd takes for a large store, and how long a compaction keeps writers waiting. */
final class EtcdStore implements Benchmark {
    private static final int HEAP_BUDGET_MIB = 1600;
    private static final int REVISIONS = 100_000;
    private static final int KEYS = 10_000;
    private static final double PAUSE_BUDGET_MILLIS = 5;

    @Override
    public String name() {
        return "etcd-store";
    }

    @Override
    public String summary() {
        return "the embedded etcd: heap for a million keys of 1 KiB, and writers while 100,000 revisions are compacted";
    }

    @Override
    public List<Row> run(Settings settings) throws Exception {
        int keys = settings.count(1_000_000, 100_000);
        String heap = heap(keys);
        Samples all = new Samples();
        Samples longest = new Samples();
        Samples calm = new Samples();
        int rounds = settings.count(9, 3);
        for (int i = 0; i < rounds + 2; i++) { // the first ones warm up
            boolean warm = i >= 2;
            compaction(warm ? all : new Samples(), warm ? longest : new Samples(), warm ? calm : new Samples());
        }
        double budget = (double) HEAP_BUDGET_MIB * keys / 1_000_000;
        return List.of(
                new Row(
                        String.format("etcd, heap for %,d keys of 1 KiB", keys),
                        heap + " MiB",
                        "",
                        "",
                        String.format("≤ %,.0f MiB", budget),
                        Row.Verdict.of(Double.parseDouble(heap) <= budget)),
                Row.atMostMillis(
                        "etcd, put while 100,000 revisions are compacted, p99.99",
                        all.millis(0.9999),
                        PAUSE_BUDGET_MILLIS),
                Row.atMostMillis(
                        "etcd, longest put while 100,000 revisions are compacted, median",
                        longest.median(),
                        PAUSE_BUDGET_MILLIS),
                Row.plain("etcd, longest put of as many without a compaction, median", Row.millis(calm.median())));
    }

    private static String heap(int keys) throws Exception {
        try (Child child =
                Child.jvm(List.of("-Xmx" + HEAP_BUDGET_MIB + "m"), EtcdStoreChild.class, Integer.toString(keys))) {
            return child.await("heap");
        }
    }

    /** One writer puts, one key after the other, until the compaction is over; then as many more. */
    private static void compaction(Samples all, Samples longest, Samples calm) throws Exception {
        try (EtcdServer etcd = EtcdServer.start()) {
            KV kv = etcd.client().getKVClient();
            for (int i = 0; i < REVISIONS; i++) {
                put(kv, i % KEYS);
            }
            AtomicBoolean over = new AtomicBoolean();
            int[] puts = {0};
            Workers.run(2, worker -> {
                if (worker == 0) {
                    kv.compact(etcd.revision()).join();
                    over.set(true);
                } else {
                    longest.add(longest(kv, all, () -> {
                        puts[0]++;
                        return !over.get();
                    }));
                }
            });
            calm.add(longest(kv, new Samples(), () -> puts[0]-- > 0));
        }
    }

    /** Puts as long as it goes on; gives the longest put in which no garbage was collected, which stops everybody. */
    private static long longest(KV kv, Samples all, BooleanSupplier goesOn) {
        long max = 0;
        long collected = collections();
        for (int i = 0; goesOn.getAsBoolean(); i++) {
            long took = put(kv, i % KEYS);
            all.add(took);
            if (took > max) {
                long now = collections();
                max = now == collected ? took : max;
                collected = now;
            }
        }
        return max;
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    /** Gives how long it took. */
    private static long put(KV kv, int number) {
        ByteSequence key = bytes("/registry/configmaps/default/key-" + number);
        ByteSequence value = ByteSequence.from(new byte[256]);
        long start = System.nanoTime();
        kv.put(key, value).join();
        return System.nanoTime() - start;
    }

    static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }
}
