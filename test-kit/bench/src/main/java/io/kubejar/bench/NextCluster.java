package io.kubejar.bench;

import io.kubejar.cluster.KubeCluster;
import io.kubejar.cluster.KubeClusterBuilder;
import java.util.List;

/** A further cluster in a JVM that has had some. */
final class NextCluster implements Benchmark {
    @Override
    public String name() {
        return "next-cluster";
    }

    @Override
    public String summary() {
        return "a further cluster in the same JVM, to a Ready node";
    }

    @Override
    public List<Row> run(Settings settings) throws Exception {
        int rounds = settings.count(30, 8);
        repeat(settings.count(20, 5), false);
        Samples plain = repeat(rounds, false);
        repeat(settings.count(5, 2), true);
        Samples https = repeat(rounds, true);
        return List.of(
                Row.atMostMillis("next cluster, in process, 1 node Ready (median)", plain.median(), 20),
                Row.plain("next cluster, listening (median)", Row.millis(https.median())));
    }

    private static Samples repeat(int times, boolean https) throws InterruptedException {
        Samples samples = new Samples();
        for (int i = 0; i < times; i++) {
            KubeClusterBuilder builder = KubeCluster.builder().nodes(1);
            long start = System.nanoTime();
            try (KubeCluster cluster = (https ? builder.port(0) : builder).start()) {
                Nodes.awaitReady(cluster.client());
                samples.add(System.nanoTime() - start);
            }
        }
        return samples;
    }
}
