package io.kubejar.bench;

import io.kubejar.cluster.KubeCluster;
import java.util.List;

/** What it costs that a cluster keeps who did what: the same creates with and without. */
final class Recording implements Benchmark {
    @Override
    public String name() {
        return "recording";
    }

    @Override
    public String summary() {
        return "objects created per second in process, with and without the timeline, the asks and the activity";
    }

    /** Both are measured in turns, so that a machine that gets busier is no one's fault; the best of each counts. */
    @Override
    public List<Row> run(Settings settings) {
        int objects = settings.count(10_000, 2_000);
        creates(objects, true);
        creates(objects, false);
        double with = 0;
        double without = 0;
        for (int i = 0; i < settings.count(10, 4); i++) {
            with = Math.max(with, creates(objects, true));
            without = Math.max(without, creates(objects, false));
        }
        return List.of(Row.faster("creates in process, recorded", with, "not recorded", without, 0.9));
    }

    private static double creates(int objects, boolean recorded) {
        try (KubeCluster cluster = KubeCluster.builder()
                .nodes(0)
                .heartbeats(false)
                .recording(recorded)
                .start()) {
            cluster.settle();
            long start = System.nanoTime();
            for (int i = 0; i < objects; i++) {
                ConfigMaps.create(cluster.client(), "map-" + i);
            }
            return objects / ((System.nanoTime() - start) / 1e9);
        }
    }
}
