package io.kubejar.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.time.SystemClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamespaceDeletionTest {
    /** Half of the cycles are faster than this, in milliseconds, also on a machine that has other things to do. */
    private static final long MEDIAN_MAX = 600;

    private static final String WORKLOAD = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: %1$s}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: %1$s}
            spec:
              replicas: 3
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers: [{name: c, image: nginx}]
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: c, namespace: %1$s}
            """;

    @Test
    void wholeCycleIsFastOnceItIsWarm() {
        try (KubeCluster cluster =
                KubeCluster.builder().podStartDelay(Duration.ZERO).start()) {
            List<Long> millis = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                String name = "n" + i;
                long start = SystemClock.INSTANCE.nanos();
                cluster.apply(WORKLOAD.formatted(name));
                cluster.settle();
                assertThat(cluster.list("pods", name)).hasSize(3);
                cluster.delete("namespaces", "", name);
                cluster.settle();
                millis.add((SystemClock.INSTANCE.nanos() - start) / 1_000_000);
                assertThat(cluster.list("namespaces", "").stream().map(n -> n.name()))
                        .doesNotContain(name);
                assertThat(cluster.list("pods", name)).isEmpty();
            }
            Collections.sort(millis);
            assertThat(millis.get(millis.size() / 2))
                    .as("milliseconds, sorted: %s", millis)
                    .isLessThan(MEDIAN_MAX);
            assertThat(cluster.faults()).isEmpty();
        }
    }
}
