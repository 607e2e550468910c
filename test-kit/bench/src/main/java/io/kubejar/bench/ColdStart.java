package io.kubejar.bench;

import io.kubejar.server.remote.HttpApiClient;
import io.kubejar.server.remote.KubeconfigReader;
import java.nio.file.Path;
import java.util.List;

/** From the start of a JVM to a cluster with a Ready node, less what a JVM with nothing in it takes. */
final class ColdStart implements Benchmark {
    @Override
    public String name() {
        return "cold-start";
    }

    @Override
    public String summary() {
        return "a child JVM from its start to an API that answers and a Ready node, less an empty JVM";
    }

    @Override
    public List<Row> run(Settings settings) throws Exception {
        Samples empty = new Samples();
        Samples inProcess = new Samples();
        Samples https = new Samples();
        int rounds = settings.count(7, 3);
        for (int i = -1; i < rounds; i++) { // the first warms this JVM's client and the file cache
            Samples none = new Samples();
            https(settings.scratch().resolve("kubeconfig-" + i), i < 0 ? none : https);
            child("in-process", i < 0 ? none : inProcess);
            child("nothing", i < 0 ? none : empty);
        }
        double floor = empty.median();
        return List.of(
                Row.plain("empty JVM", Row.millis(floor)),
                Row.atMostMillis("cold start, HTTPS, 1 node Ready, above it", https.median() - floor, 1000),
                Row.atMostMillis("cold start, in process only, above it", inProcess.median() - floor, 300));
    }

    private static void child(String what, Samples samples) throws Exception {
        long start = System.nanoTime();
        try (Child child = Child.jvm(ServeChild.class, what)) {
            child.await("ready");
            samples.add(System.nanoTime() - start);
        }
    }

    private static void https(Path kubeconfig, Samples samples) throws Exception {
        long start = System.nanoTime();
        try (Child child = Child.jvm(ServeChild.class, kubeconfig.toString())) {
            child.await("ready");
            Nodes.awaitReady(new HttpApiClient(KubeconfigReader.read(kubeconfig), "bench/1"));
            samples.add(System.nanoTime() - start);
        }
    }
}
