package io.kubejar.bench;

import io.kubejar.cluster.KubeCluster;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.Patch;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WatchEvent;
import io.kubejar.core.client.WatchHandler;
import io.kubejar.core.client.WatchOptions;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.server.remote.HttpApiClient;
import io.kubejar.server.remote.KubeconfigReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How long a namespace takes to go: what tests wait for that make one for each test. */
final class NamespaceCycle implements Benchmark {
    private static final Gvr CONFIG_MAPS = new Gvr("", "v1", "configmaps");
    private static final Gvr SERVICES = new Gvr("", "v1", "services");
    private static final Gvr DEPLOYMENTS = new Gvr("apps", "v1", "deployments");
    private static final WriteOptions MANAGER = new WriteOptions("bench", false, "", 0, true);

    @Override
    public String name() {
        return "namespace";
    }

    @Override
    public String summary() {
        return "a namespace from its last object to its end, and the life of one with a workload over HTTPS";
    }

    @Override
    public List<Row> run(Settings settings) throws Exception {
        Path kubeconfig = settings.scratch().resolve("kubeconfig");
        int warmUp = settings.count(40, 15);
        int rounds = settings.count(60, 20);
        try (KubeCluster cluster = KubeCluster.builder().nodes(1).port(0).start()) {
            Files.writeString(kubeconfig, cluster.kubeconfig());
            ApiClient remote = new HttpApiClient(KubeconfigReader.read(kubeconfig), "bench/1");
            Samples last = new Samples();
            try (Gone gone = new Gone(cluster.client())) {
                for (int i = 0; i < warmUp + rounds; i++) {
                    long nanos = afterLastObject(cluster.client(), gone, "last-" + i);
                    if (i >= warmUp) {
                        last.add(nanos);
                    }
                }
            }
            Samples cycles = new Samples();
            try (Gone gone = new Gone(remote)) {
                for (int i = 0; i < warmUp + rounds; i++) {
                    long nanos = cycle(remote, gone, "cycle-" + i);
                    if (i >= warmUp) {
                        cycles.add(nanos);
                    }
                }
            }
            return List.of(
                    Row.plain("last object gone to namespace gone, in process, p50", Row.millis(last.median())),
                    Row.atMostMillis("last object gone to namespace gone, in process, p90", last.millis(0.9), 50),
                    Row.atMostMillis("namespace with a workload, HTTPS, p50", cycles.median(), 300),
                    Row.plain("namespace with a workload, HTTPS, p90", Row.millis(cycles.millis(0.9))));
        }
    }

    /** A finalizer keeps the last object until the namespace waits for nothing else. */
    private static long afterLastObject(ApiClient client, Gone gone, String name) throws Exception {
        create(client, name);
        ResourceRef held = ResourceRef.of(CONFIG_MAPS, name, "held");
        apply(client, held, """
                {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"held","finalizers":["example.com/held"]}}
                """);
        client.delete(ResourceRef.of(Resources.NAMESPACES, "", name), DeleteOptions.NONE);
        gone.awaitWaiting(name);
        long start = System.nanoTime();
        client.patch(
                held,
                new Patch(Patch.Type.MERGE, Json.parse("{\"metadata\":{\"finalizers\":null}}")),
                WriteOptions.NONE);
        return gone.await(name) - start;
    }

    private static long cycle(ApiClient client, Gone gone, String name) throws Exception {
        long start = System.nanoTime();
        create(client, name);
        apply(client, ResourceRef.of(CONFIG_MAPS, name, "settings"), """
                {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings"},"data":{"a":"b"}}
                """);
        apply(client, ResourceRef.of(SERVICES, name, "web"), """
                {"apiVersion":"v1","kind":"Service","metadata":{"name":"web"},
                 "spec":{"selector":{"app":"web"},"ports":[{"port":80}]}}
                """);
        apply(client, ResourceRef.of(DEPLOYMENTS, name, "web"), """
                {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},
                 "spec":{"replicas":3,"selector":{"matchLabels":{"app":"web"}},
                  "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"web","image":"nginx"}]}}}}
                """);
        client.delete(ResourceRef.of(Resources.NAMESPACES, "", name), DeleteOptions.NONE);
        return gone.await(name) - start;
    }

    private static void create(ApiClient client, String name) {
        client.create(
                ResourceRef.of(Resources.NAMESPACES),
                ApiObject.ofJson(
                        "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"" + name + "\"}}"),
                WriteOptions.NONE);
    }

    private static void apply(ApiClient client, ResourceRef ref, String json) {
        client.patch(ref, new Patch(Patch.Type.APPLY, Json.parse(json)), MANAGER);
    }

    /** Watches namespaces: when one waits for its last objects, and when it has gone. */
    private static final class Gone implements WatchHandler, AutoCloseable {
        private record Seen(String name, boolean waiting, long nanos) {}

        private final LinkedBlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
        private final ApiClient.Watch watch;

        Gone(ApiClient client) {
            ResourceRef all = ResourceRef.of(Resources.NAMESPACES);
            long from = client.list(all, ListOptions.ALL).revision();
            watch = client.watch(all, WatchOptions.from(from), this);
        }

        @Override
        public void onEvent(WatchEvent event) {
            long now = System.nanoTime();
            boolean gone = event.type() == WatchEvent.Type.DELETED;
            boolean waiting =
                    !gone && !event.object().status().path("conditions").isEmpty();
            if (gone || waiting) {
                seen.add(new Seen(event.object().name(), waiting, now));
            }
        }

        @Override
        public void onClose(@Nullable StatusException why) {}

        void awaitWaiting(String name) throws InterruptedException {
            await(name, true);
        }

        long await(String name) throws InterruptedException {
            return await(name, false);
        }

        private long await(String name, boolean waiting) throws InterruptedException {
            while (true) {
                Seen next = seen.poll(30, TimeUnit.SECONDS);
                if (next == null) {
                    throw new IllegalStateException("namespace " + name + " is still there after 30 seconds");
                }
                if (next.name().equals(name) && next.waiting() == waiting) {
                    return next.nanos();
                }
            }
        }

        @Override
        public void close() {
            watch.close();
        }
    }
}
