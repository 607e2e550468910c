package io.kubejar.bench;

import io.kubejar.cluster.KubeCluster;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.WatchEvent;
import io.kubejar.core.client.WatchHandler;
import io.kubejar.core.client.WatchOptions;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Json;
import io.kubejar.server.remote.HttpApiClient;
import io.kubejar.server.remote.KubeconfigReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** From the call of a create to the moment at which a watcher has the event: the create's own time is in it. */
final class WatchLatency implements Benchmark {
    @Override
    public String name() {
        return "watch";
    }

    @Override
    public String summary() {
        return "from a write to its watch event, in process and over HTTPS";
    }

    @Override
    public List<Row> run(Settings settings) throws Exception {
        Path kubeconfig = settings.scratch().resolve("kubeconfig");
        int warmUp = settings.count(5000, 1000);
        int rounds = settings.count(10000, 2000);
        try (KubeCluster cluster = KubeCluster.builder().nodes(1).port(0).start()) {
            Files.writeString(kubeconfig, cluster.kubeconfig());
            ApiClient remote = new HttpApiClient(KubeconfigReader.read(kubeconfig), "bench/1");
            Samples inProcess = measure(cluster.client(), "local", warmUp, rounds);
            Samples https = measure(remote, "remote", warmUp / 2, rounds / 2);
            return List.of(
                    Row.plain("write to watch event, in process, p50", Row.millis(inProcess.median())),
                    Row.atMostMillis("write to watch event, in process, p99", inProcess.millis(0.99), 1),
                    Row.plain("write to watch event, HTTPS, p50", Row.millis(https.median())),
                    Row.atMostMillis("write to watch event, HTTPS, p99", https.millis(0.99), 5));
        }
    }

    private static Samples measure(ApiClient client, String prefix, int warmUp, int rounds) throws Exception {
        Samples samples = new Samples();
        Arrivals arrivals = new Arrivals(prefix, new ArrayBlockingQueue<>(16));
        long from = client.list(ConfigMaps.ALL, ListOptions.ALL).revision();
        ApiClient.Watch watch = client.watch(ConfigMaps.ALL, WatchOptions.from(from), arrivals);
        try {
            for (int i = 0; i < warmUp + rounds; i++) {
                long start = System.nanoTime();
                ConfigMaps.create(client, prefix + "-" + i);
                Long arrived = arrivals.times.poll(10, TimeUnit.SECONDS);
                if (arrived == null) {
                    throw new IllegalStateException("no event came within 10 seconds");
                }
                if (i >= warmUp) {
                    samples.add(arrived - start);
                }
            }
        } finally {
            watch.close();
        }
        return samples;
    }

    private record Arrivals(String prefix, BlockingQueue<Long> times) implements WatchHandler {
        @Override
        public void onEvent(WatchEvent event) {
            long now = System.nanoTime();
            if (Json.textOr(event.object().tree(), "", "metadata", "name").startsWith(prefix) && !times.offer(now)) {
                throw new IllegalStateException("more events than writes");
            }
        }

        @Override
        public void onClose(@Nullable StatusException why) {}
    }
}
