package io.kubejar.bench;

import io.kubejar.cluster.KubeCluster;
import io.kubejar.cluster.Mode;
import io.kubejar.core.loop.Loop;
import io.kubejar.core.loop.SimulatedLoops;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What only a cluster in the same JVM can do: forks, rest, time that is moved. */
final class Simulation implements Benchmark {
    private static final int OBJECTS = 1_000;
    private static final int TIMERS = 10_000;

    @Override
    public String name() {
        return "simulation";
    }

    @Override
    public String summary() {
        return "fork, snapshot and restore, settle at rest, time moved over many timers, a week of CronJobs";
    }

    @Override
    public List<Row> run(Settings settings) {
        Samples young = new Samples();
        Samples fork = new Samples();
        Samples forkAtRest = new Samples();
        Samples settle = new Samples();
        Samples saved = new Samples();
        Samples restored = new Samples();
        Path file = settings.scratch().resolve("snapshot");
        try (KubeCluster base = KubeCluster.builder().heartbeats(false).start()) {
            for (int i = 0; i < OBJECTS; i++) {
                ConfigMaps.create(base.client(), "map-" + i);
            }
            base.settle();
            forks(base, 20, young, new Samples());
            forks(base, settings.count(300, 50), new Samples(), new Samples());
            forks(base, settings.count(200, 50), fork, forkAtRest);
            for (int i = 0; i < settings.count(20, 5); i++) {
                long start = System.nanoTime();
                base.snapshot(file);
                saved.add(System.nanoTime() - start);
                start = System.nanoTime();
                KubeCluster next =
                        KubeCluster.builder().heartbeats(false).restore(file).start();
                restored.add(System.nanoTime() - start);
                next.close();
            }
            for (int i = 0; i < settings.count(20_000, 2_000); i++) {
                long start = System.nanoTime();
                base.settle();
                settle.add(System.nanoTime() - start);
            }
        }
        int jobs = settings.count(50, 5);
        int days = settings.count(7, 1);
        return List.of(
                Row.atMostMillis("fork of a cluster with 1,000 objects (median)", fork.median(), 2),
                Row.plain("the same, the first 20 of a JVM (median)", Row.millis(young.median())),
                Row.plain("fork, to its rest (median)", Row.millis(forkAtRest.median())),
                Row.plain("snapshot of a cluster with 1,000 objects (median)", Row.millis(saved.median())),
                Row.plain("restore of it, to a start (median)", Row.millis(restored.median())),
                Row.atMostMillis("settle of a cluster at rest (median)", settle.median(), 0.05),
                Row.atMostMillis("time moved over 10,000 timers", timers() / 1e6, 1_000),
                Row.atMostMillis(
                        days + " simulated days of " + jobs + " CronJobs every 5 minutes",
                        cronJobs(jobs, days) / 1e6,
                        20_000));
    }

    private static void forks(KubeCluster base, int count, Samples made, Samples atRest) {
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            KubeCluster copy = base.fork();
            made.add(System.nanoTime() - start);
            copy.settle();
            atRest.add(System.nanoTime() - start);
            copy.close();
        }
    }

    private static long timers() {
        AtomicLong rung = new AtomicLong();
        long start = System.nanoTime();
        try (SimulatedLoops loops = new SimulatedLoops(Instant.EPOCH)) {
            Loop loop = loops.loop("timers");
            for (int i = 0; i < TIMERS; i++) {
                loop.after(Duration.ofSeconds(i + 1L), "timer", rung::incrementAndGet);
            }
            loops.advance(Duration.ofSeconds(TIMERS + 1L));
        }
        long took = System.nanoTime() - start;
        if (rung.get() != TIMERS) {
            throw new IllegalStateException("only " + rung + " timers have rung");
        }
        return took;
    }

    private static long cronJobs(int jobs, int days) {
        try (KubeCluster cluster =
                KubeCluster.builder().mode(Mode.SEEDED).heartbeats(false).start()) {
            for (int i = 0; i < jobs; i++) {
                cluster.apply("""
                        apiVersion: batch/v1
                        kind: CronJob
                        metadata: {name: tick-%d}
                        spec:
                          schedule: "*/5 * * * *"
                          jobTemplate:
                            spec:
                              template:
                                spec:
                                  restartPolicy: Never
                                  containers: [{name: a, image: busybox, command: [sh, -c, "echo hello"]}]
                        """.formatted(i));
            }
            long start = System.nanoTime();
            cluster.time().advance(Duration.ofDays(days));
            long took = System.nanoTime() - start;
            if (cluster.list("jobs", "default").size() < jobs) {
                throw new IllegalStateException("the jobs did not run");
            }
            return took;
        }
    }
}
