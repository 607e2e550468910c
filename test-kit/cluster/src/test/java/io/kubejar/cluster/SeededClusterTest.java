package io.kubejar.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** One thread, one seed, one order of everything. */
class SeededClusterTest {
    private static final String WEB = Samples.web(3);

    private static KubeCluster start(long seed) {
        return KubeCluster.builder().seed(seed).nodes(2).heartbeats(false).start();
    }

    private static String story(long seed) {
        try (KubeCluster cluster = start(seed)) {
            cluster.apply(WEB);
            cluster.settle();
            cluster.apply(WEB.replace("nginx", "nginx:2"));
            cluster.settle();
            cluster.delete("deploy", "default", "web");
            cluster.settle();
            assertThat(cluster.faults()).isEmpty();
            return cluster.timeline().toString();
        }
    }

    @Test
    void sameSeedTellsTheSameStory() {
        assertThat(story(7)).isEqualTo(story(7)).isNotEqualTo(story(8));
    }

    @Test
    void deploymentGetsItsPods() {
        try (KubeCluster cluster = start(1)) {
            cluster.apply(WEB);
            cluster.settle();
            assertThat(cluster.get("deploy", "default", "web")
                            .at("status", "availableReplicas")
                            .asInt())
                    .isEqualTo(3);
        }
    }

    @Test
    void timeStandsStillUntilItIsMoved() {
        try (KubeCluster cluster = start(1)) {
            assertThat(cluster.time().now()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
            cluster.apply("""
                    apiVersion: batch/v1
                    kind: CronJob
                    metadata: {name: tick}
                    spec:
                      schedule: "0 3 * * *"
                      jobTemplate:
                        spec:
                          template:
                            spec:
                              restartPolicy: Never
                              containers: [{name: a, image: busybox, command: [sh, -c, "echo hello"]}]
                    """);
            cluster.settle();
            assertThat(cluster.list("jobs", "default")).isEmpty();
            cluster.time().advance(Duration.ofDays(30));
            assertThat(cluster.list("jobs", "default")).hasSize(3);
            assertThat(cluster.timeline()
                            .entries(
                                    e -> e.path().contains("/jobs/") && e.verb().equals("create")))
                    .hasSize(30);
        }
    }

    @Test
    void doesNotListen() {
        try (KubeCluster cluster = start(1)) {
            assertThatThrownBy(cluster::url).hasMessageContaining("a seeded cluster does not listen");
        }
    }
}
