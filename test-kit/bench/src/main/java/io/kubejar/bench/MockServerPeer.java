package io.kubejar.bench;

import io.kubejar.server.remote.KubeconfigReader;
import io.kubejar.server.remote.Remote;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** kubejar against the fabric8 mock server in CRUD mode: each in a JVM of its own, the same client over HTTPS here. */
final class MockServerPeer implements Benchmark {
    private static final String PEER = "fabric8 mock";
    /** Where {@code ./dev bench} puts the mock server's class path; unset when it could not be resolved. */
    private static final String CLASS_PATH = "kubejar.bench.fabric8";

    @Override
    public String name() {
        return "mock-server";
    }

    @Override
    public String summary() {
        return "kubejar against the fabric8 mock server in CRUD mode, with 5,000 objects";
    }

    @Override
    public List<Row> run(Settings settings) throws Exception {
        int objects = settings.count(5000, 1000);
        String classPath = System.getProperty(CLASS_PATH, "");
        if (classPath.isEmpty()) {
            return List.of(Row.absent("against the fabric8 mock server", "could not be resolved here"));
        }
        String ours = Path.of(MockServerPeer.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        Numbers theirs;
        try (Child mock = Child.jvm(ours + File.pathSeparator + classPath, MockChild.class)) {
            URI url = URI.create(mock.await("ready").replaceFirst("/$", ""));
            Remote remote = new Remote(url, List.of(), true, null, "", "");
            theirs = measure(remote, objects, settings);
        }
        Path kubeconfig = settings.scratch().resolve("kubeconfig");
        Numbers mine;
        try (Child cluster = Child.jvm(ServeChild.class, kubeconfig.toString())) {
            cluster.await("ready");
            mine = measure(KubeconfigReader.read(kubeconfig), objects, settings);
        }
        String with = String.format(Locale.ROOT, " with %,d objects", objects);
        return List.of(
                Row.faster("create" + with, mine.creates, PEER, theirs.creates, 10),
                Row.faster("get" + with, mine.gets, PEER, theirs.gets, 20));
    }

    /** Per second, by one thread, when all objects are there. */
    private record Numbers(double creates, double gets) {}

    private static Numbers measure(Remote remote, int objects, Settings settings) throws IOException {
        try (HttpsConnection client = HttpsConnection.open(remote)) {
            double filling = rate(objects, i -> ConfigMaps.create(client, "object-" + i));
            settings.log().say("filled at " + Row.perSecond(filling));
            int rounds = settings.count(1000, 200);
            double creates = rate(rounds, i -> ConfigMaps.create(client, "more-" + i));
            double gets = rate(rounds, i -> client.get(ConfigMaps.path("object-" + i * 7919L % objects)));
            return new Numbers(creates, gets);
        }
    }

    private interface Step {
        void run(int i) throws IOException;
    }

    private static double rate(int times, Step step) throws IOException {
        long start = System.nanoTime();
        for (int i = 0; i < times; i++) {
            step.run(i);
        }
        return times / ((System.nanoTime() - start) / 1e9);
    }
}
