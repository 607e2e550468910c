package io.kubejar.bench;

import io.kubejar.cluster.KubeCluster;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.object.Gvr;
import io.kubejar.server.remote.KubeconfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Pods created over HTTPS by clients in this JVM, which use the same processors and so do as little as they can. No
 * scheduler takes the pods, so that only the API server and what watches pods are at work. What is measured is a server
 * that is warm: a compiler that is still at work is not.
 */
final class PodCreates implements Benchmark {
    private static final Gvr PODS = new Gvr("", "v1", "pods");
    private static final String PATH = ResourceRef.of(PODS, "default").path();
    private static final int RATE = 1000;

    @Override
    public String name() {
        return "pod-creates";
    }

    @Override
    public String summary() {
        return "pods created per second over HTTPS with keep-alive, and the latency at 1,000 per second";
    }

    @Override
    public List<Row> run(Settings settings) throws Exception {
        Path kubeconfig = settings.scratch().resolve("kubeconfig");
        List<Row> rows = new ArrayList<>();
        try (KubeCluster cluster = KubeCluster.builder().nodes(0).port(0).start()) {
            Files.writeString(kubeconfig, cluster.kubeconfig());
            List<HttpsConnection> clients = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                clients.add(HttpsConnection.open(KubeconfigReader.read(kubeconfig)));
            }
            for (int i = 0; i < settings.count(5, 1); i++) {
                double rate = flood(clients, "warm-" + i, settings.count(6000, 2000));
                settings.log().say("warming: " + Row.perSecond(rate));
            }
            int pods = settings.count(12000, 3000);
            rows.add(
                    Row.atLeastPerSecond("pod creates over HTTPS, 8 connections", flood(clients, "flood", pods), 3000));
            Samples paced = paced(clients, settings.count(10, 3) * RATE);
            rows.add(Row.plain("pod create at 1,000/s over HTTPS, p50", Row.millis(paced.median())));
            rows.add(Row.atMostMillis("pod create at 1,000/s over HTTPS, p99", paced.millis(0.99), 5));
            for (HttpsConnection client : clients) {
                client.close();
            }
        }
        return rows;
    }

    private static double flood(List<HttpsConnection> clients, String prefix, int pods) throws Exception {
        int each = pods / clients.size();
        long nanos = Workers.run(clients.size(), worker -> {
            for (int i = 0; i < each; i++) {
                create(clients.get(worker), prefix + "-" + worker + "-" + i);
            }
        });
        return each * clients.size() / (nanos / 1e9);
    }

    /** The latency from the time at which a create was due, so that one that is late makes those behind it late. */
    private static Samples paced(List<HttpsConnection> clients, int pods) throws Exception {
        Samples samples = new Samples();
        int each = pods / clients.size();
        long every = 1_000_000_000L * clients.size() / RATE;
        long begin = System.nanoTime() + 50_000_000;
        Workers.run(clients.size(), worker -> {
            long due = begin + every * worker / clients.size();
            for (int i = 0; i < each; i++, due += every) {
                long left = due - System.nanoTime();
                if (left > 0) {
                    Nodes.pause(left);
                }
                create(clients.get(worker), "paced-" + worker + "-" + i);
                samples.add(System.nanoTime() - due);
            }
        });
        return samples;
    }

    private static void create(HttpsConnection client, String name) throws IOException {
        client.create(PATH, """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"NAME","namespace":"default","labels":{"app":"bench"}},
                 "spec":{"schedulerName":"nobody","containers":[{"name":"web","image":"nginx"}]}}
                """.replace("NAME", name));
    }
}
