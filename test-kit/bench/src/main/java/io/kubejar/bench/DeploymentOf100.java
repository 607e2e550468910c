package io.kubejar.bench;

import io.kubejar.cluster.KubeCluster;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WatchEvent;
import io.kubejar.core.client.WatchHandler;
import io.kubejar.core.client.WatchOptions;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Json;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** All components at work: a Deployment of 100 replicas. */
final class DeploymentOf100 implements Benchmark {
    private static final int REPLICAS = 100;
    private static final Gvr DEPLOYMENTS = new Gvr("apps", "v1", "deployments");
    private static final String MANIFEST = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: NAME, namespace: default}
            spec:
              replicas: 100
              selector: {matchLabels: {app: NAME}}
              template:
                metadata: {labels: {app: NAME}}
                spec: {containers: [{name: web, image: nginx}]}
            """;

    @Override
    public String name() {
        return "deployment";
    }

    @Override
    public String summary() {
        return "a Deployment of 100 replicas, from apply to all Available, live and in process";
    }

    @Override
    public List<Row> run(Settings settings) throws Exception {
        Samples samples = new Samples();
        int warmUp = settings.count(10, 4);
        int rounds = settings.count(15, 5);
        try (KubeCluster cluster = KubeCluster.builder().nodes(10).start()) {
            for (int i = 0; i < warmUp + rounds; i++) {
                long nanos = once(cluster, "web-" + i);
                if (i == 0) {
                    settings.log().say("first: " + Row.millis(nanos / 1e6));
                }
                if (i >= warmUp) {
                    samples.add(nanos);
                }
            }
        }
        return List.of(
                Row.atMostMillis("Deployment of 100 replicas, apply to all Available (median)", samples.median(), 150));
    }

    private static long once(KubeCluster cluster, String name) throws InterruptedException {
        CountDownLatch available = new CountDownLatch(1);
        ApiClient client = cluster.client();
        ResourceRef all = ResourceRef.of(DEPLOYMENTS, "default");
        long from = client.list(all, ListOptions.ALL).revision();
        ApiClient.Watch watch = client.watch(all, WatchOptions.from(from), new Available(name, available));
        try {
            long start = System.nanoTime();
            cluster.apply(MANIFEST.replace("NAME", name));
            if (!available.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("not all replicas are Available after 60 seconds");
            }
            return System.nanoTime() - start;
        } finally {
            watch.close();
            cluster.delete("deployments", "default", name);
            cluster.settle();
        }
    }

    private record Available(String name, CountDownLatch latch) implements WatchHandler {
        @Override
        public void onEvent(WatchEvent event) {
            if (Json.textOr(event.object().tree(), "", "metadata", "name").equals(name)
                    && Json.number(event.object().tree(), 0, "status", "availableReplicas") == REPLICAS) {
                latch.countDown();
            }
        }

        @Override
        public void onClose(@Nullable StatusException why) {}
    }
}
