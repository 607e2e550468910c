package io.kubejar.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What takes minutes, days and weeks elsewhere. */
class VirtualTimeTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private static KubeClusterBuilder builder(Mode mode) {
        return KubeCluster.builder().mode(mode).startTime(START);
    }

    private static String deployment(int replicas, String container) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  replicas: %d
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec: {containers: [%s]}
                """.formatted(replicas, container);
    }

    private static boolean condition(ApiObject object, String type, String status, String reason) {
        for (JsonNode condition : object.status().path("conditions")) {
            if (type.equals(Json.text(condition, "type"))
                    && status.equals(Json.text(condition, "status"))
                    && reason.equals(Json.textOr(condition, "", "reason"))) {
                return true;
            }
        }
        return false;
    }

    @ParameterizedTest
    @EnumSource(names = {"VIRTUAL", "SEEDED"})
    void aMonthOfCronJobs(Mode mode) {
        try (KubeCluster cluster = builder(mode).heartbeats(false).start()) {
            cluster.apply("""
                    apiVersion: batch/v1
                    kind: CronJob
                    metadata: {name: nightly}
                    spec:
                      schedule: "30 2 * * *"
                      jobTemplate:
                        spec:
                          template:
                            spec:
                              restartPolicy: Never
                              containers: [{name: a, image: busybox, command: [sh, -c, "echo hello"]}]
                    """);
            cluster.time().advance(Duration.ofDays(31));
            List<Timeline.Entry> made = cluster.timeline()
                    .entries(e -> e.path().contains("/jobs/nightly-")
                            && e.verb().equals("create")
                            && !e.path().contains("/status"));
            assertThat(made).hasSize(31);
            assertThat(made.get(0).time())
                    .isEqualTo(START.plus(Duration.ofMinutes(150)).plusMillis(100)); // as late as upstream
            assertThat(cluster.list("jobs", "default"))
                    .hasSize(3)
                    .allMatch(job -> condition(job, "Complete", "True", "CompletionsReached"));
            assertThat(cluster.faults()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"VIRTUAL", "SEEDED"})
    @DisplayName("B8 a failing container backs off from 10 s to 5 min")
    void crashLoopBacksOff(Mode mode) {
        try (KubeCluster cluster = builder(mode).heartbeats(false).start()) {
            cluster.apply("""
                    apiVersion: v1
                    kind: Pod
                    metadata: {name: bad}
                    spec: {containers: [{name: a, image: busybox, command: [sh, -c, "exit 3"]}]}
                    """);
            cluster.settle();
            List<Duration> gaps = new ArrayList<>();
            Instant last = cluster.time().now();
            int restarts = restarts(cluster);
            for (int i = 0; i < 8; i++) {
                int known = restarts;
                cluster.time().advanceUntil(() -> restarts(cluster) > known, Duration.ofMinutes(10));
                restarts = restarts(cluster);
                gaps.add(Duration.between(last, cluster.time().now()));
                last = cluster.time().now();
            }
            assertThat(restarts).as("the first restart comes at once").isEqualTo(9);
            assertThat(gaps)
                    .extracting(Duration::toSeconds)
                    .containsExactly(10L, 20L, 40L, 80L, 160L, 300L, 300L, 300L);
        }
    }

    private static int restarts(KubeCluster cluster) {
        return cluster.get("pods", "default", "bad")
                .status()
                .path("containerStatuses")
                .path(0)
                .path("restartCount")
                .asInt();
    }

    @ParameterizedTest
    @EnumSource(names = {"VIRTUAL", "SEEDED"})
    void aRolloutThatDoesNotProgressIsTold(Mode mode) {
        try (KubeCluster cluster = builder(mode).heartbeats(false).start()) {
            cluster.apply(deployment(1, "{name: a, image: nowhere.invalid/a}"));
            Duration took = cluster.time()
                    .advanceUntil(
                            () -> condition(
                                    cluster.get("deploy", "default", "web"),
                                    "Progressing",
                                    "False",
                                    "ProgressDeadlineExceeded"),
                            Duration.ofHours(1));
            assertThat(took)
                    .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(10).plusSeconds(2));
        }
    }

    @Test
    void timeGoesByItselfAtASpeed() {
        try (KubeCluster cluster = builder(Mode.VIRTUAL).start()) {
            cluster.time().speed(3600);
            await().until(() -> cluster.time().now().isAfter(START.plus(Duration.ofMinutes(30))));
            cluster.time().speed(0);
            Instant stopped = cluster.time().now();
            cluster.settle();
            assertThat(cluster.time().now()).isEqualTo(stopped);
        }
    }

    @Test
    void runToRestEndsWhenNothingHappensAnyMore() {
        try (KubeCluster cluster =
                builder(Mode.VIRTUAL).podStartDelay(Duration.ofSeconds(2)).start()) {
            cluster.apply(deployment(3, "{name: a, image: nginx}"));
            cluster.settle();
            assertThat(cluster.get("deploy", "default", "web")
                            .status()
                            .path("availableReplicas")
                            .asInt())
                    .isZero();
            assertThat(cluster.time().runToRest()).isGreaterThanOrEqualTo(Duration.ofMinutes(10));
            assertThat(cluster.get("deploy", "default", "web")
                            .status()
                            .path("availableReplicas")
                            .asInt())
                    .isEqualTo(3);
        }
    }

    @Test
    void aLiveClusterGoesByTheSystemsClock() {
        try (KubeCluster cluster = KubeCluster.start()) {
            assertThatThrownBy(() -> cluster.time().advance(Duration.ofSeconds(1)))
                    .hasMessageContaining("time of a live cluster moves by itself");
        }
    }
}
