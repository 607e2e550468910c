package io.kubejar.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.cluster.fault.Disturbance;
import io.kubejar.cluster.fault.Match;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.core.object.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is lost and what follows from it, at the very instant at which it follows. */
class LossInVirtualTimeTest {
    /** How long a node may be silent; see NodeLifecycleController. */
    private static final Duration SILENCE = Duration.ofSeconds(50);
    /** How often a node and a leader show that they live. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);

    private static final String LEASE = "kube-controller-manager";

    private static String pod(String name, String tolerations) {
        return "{apiVersion: v1, kind: Pod, metadata: {name: " + name + "}, spec: {nodeName: node-b, tolerations: ["
                + tolerations + "], containers: [{name: a, image: nginx}]}}";
    }

    private static String unreachable(String seconds) {
        return "{key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute" + seconds + "}";
    }

    private static boolean goes(KubeCluster cluster, String pod) {
        return cluster.get("pods", "default", pod).isTerminating();
    }

    @ParameterizedTest
    @EnumSource(names = {"VIRTUAL", "SEEDED"})
    @DisplayName("the pods of a lost node are evicted when their tolerations have run out, and others take their place")
    void lostNode(Mode mode) {
        try (KubeCluster cluster = KubeCluster.builder().mode(mode).nodes(2).start()) {
            cluster.apply("""
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: web}
                    spec:
                      replicas: 4
                      selector: {matchLabels: {app: web}}
                      template:
                        metadata: {labels: {app: web}}
                        spec: {containers: [{name: web, image: nginx}]}
                    """);
            cluster.apply(pod("usual", ""));
            cluster.apply(pod("hasty", unreachable(", tolerationSeconds: 30")));
            cluster.apply(pod("faithful", unreachable("")));
            cluster.time().advance(Duration.ofMinutes(20)); // long after the rollout's deadline
            cluster.disturb().loseNode("node-b");
            Instant lost = cluster.time().now();

            cluster.time().advanceUntil(() -> isUnknown(cluster), Duration.ofMinutes(5));
            Instant noticed = cluster.time().now();
            assertThat(Duration.between(lost, noticed)).isBetween(SILENCE.minus(SIGN_OF_LIFE), SILENCE.plusMillis(1));

            cluster.time().advanceUntil(() -> goes(cluster, "hasty"), Duration.ofMinutes(5));
            assertThat(since(cluster, noticed)).isEqualTo(30);
            assertThat(goes(cluster, "usual")).isFalse();
            cluster.time().advanceUntil(() -> goes(cluster, "usual"), Duration.ofMinutes(10));
            assertThat(since(cluster, noticed))
                    .as("five minutes, which every pod gets")
                    .isEqualTo(300);

            cluster.time().advance(Duration.ofHours(1));
            assertThat(goes(cluster, "faithful")).isFalse();
            assertThat(cluster.list("pods", "default"))
                    .filteredOn(pod -> pod.name().startsWith("web-") && !pod.isTerminating())
                    .hasSize(4)
                    .allMatch(pod -> "node-a".equals(Json.text(pod.spec(), "nodeName")));
            assertThat(cluster.faults()).isEmpty();
        }
    }

    private static boolean isUnknown(KubeCluster cluster) {
        for (var condition : cluster.get("nodes", "", "node-b").status().path("conditions")) {
            if ("Ready".equals(Json.text(condition, "type"))) {
                return "Unknown".equals(Json.text(condition, "status"));
            }
        }
        return false;
    }

    /** Whole seconds, for that is what the taint says. */
    private static long since(KubeCluster cluster, Instant start) {
        return cluster.time().now().getEpochSecond() - start.getEpochSecond();
    }

    @ParameterizedTest
    @EnumSource(names = {"VIRTUAL", "SEEDED"})
    @DisplayName(
            "who loses its Lease stops deciding, and takes over once the other one has been silent for the whole lease")
    void lostLease(Mode mode) {
        try (KubeCluster cluster = KubeCluster.builder()
                .mode(mode)
                .leaderElection(true)
                .heartbeats(false)
                .start()) {
            assertThat(cluster.deciders().lead()).isTrue();
            String own = holder(cluster);
            Disturbance refused = cluster.disturb()
                    .fail(
                            Match.ALL
                                    .verb("update")
                                    .resource("leases.coordination.k8s.io")
                                    .namespace("kube-system"),
                            500);
            Instant last = renewed(cluster);
            cluster.time().advanceUntil(() -> !cluster.deciders().lead(), Duration.ofMinutes(1));
            assertThat(Duration.between(last, cluster.time().now()))
                    .as("the first try that failed came after two seconds, the last one ten seconds later")
                    .isBetween(Duration.ofSeconds(12), Duration.ofSeconds(12).plusMillis(1));
            refused.undo();

            ApiObject lease = cluster.get("lease", "kube-system", LEASE);
            cluster.client().update(ResourceRef.to(Resources.LEASES, lease), held(cluster, lease), WriteOptions.NONE);
            Instant taken = cluster.time().now();
            cluster.apply(
                    "{apiVersion: batch/v1, kind: Job, metadata: {name: j}, spec: {template: {spec: {restartPolicy:"
                            + " Never, containers: [{name: a, image: busybox, command: [sh, -c, 'echo done']}]}}}}");
            cluster.time().advance(Duration.ofSeconds(14));
            assertThat(cluster.list("pods", "default")).as("nobody decides").isEmpty();

            cluster.time().advanceUntil(() -> holder(cluster).equals(own), Duration.ofMinutes(1));
            assertThat(Duration.between(taken, cluster.time().now()))
                    .as("the other one's 15 seconds from when it was seen, and at most a try more")
                    .isBetween(Duration.ofSeconds(15), Duration.ofSeconds(15 + 9));
            cluster.time().advance(Duration.ofMinutes(1));
            assertThat(cluster.get("jobs", "default", "j")
                            .at("status", "succeeded")
                            .asInt())
                    .isEqualTo(1);
            assertThat(cluster.get("lease", "kube-system", LEASE)
                            .at("spec", "leaseTransitions")
                            .asInt())
                    .isEqualTo(2);
        }
    }

    private static ApiObject held(KubeCluster cluster, ApiObject lease) {
        String now = Times.formatMicros(cluster.time().now());
        return lease.edit(root -> Json.child(root, "spec")
                .put("holderIdentity", "another")
                .put("leaseTransitions", 1)
                .put("acquireTime", now)
                .put("renewTime", now));
    }

    private static String holder(KubeCluster cluster) {
        return cluster.get("lease", "kube-system", LEASE)
                .at("spec", "holderIdentity")
                .asText();
    }

    private static Instant renewed(KubeCluster cluster) {
        Instant renewed = Times.parse(cluster.get("lease", "kube-system", LEASE)
                .at("spec", "renewTime")
                .asText());
        assertThat(renewed).isNotNull();
        return renewed;
    }

    /** Both tests are about whole timelines; a shorter one says that the two modes agree. */
    @ParameterizedTest
    @EnumSource(names = {"VIRTUAL", "SEEDED"})
    void aNodeThatComesBackInTimeKeepsItsPods(Mode mode) {
        try (KubeCluster cluster = KubeCluster.builder().mode(mode).nodes(2).start()) {
            cluster.apply(pod("usual", ""));
            cluster.settle();
            Disturbance lost = cluster.disturb().loseNode("node-b");
            cluster.time().advance(Duration.ofMinutes(4));
            assertThat(isUnknown(cluster)).isTrue();
            lost.undo();
            cluster.time().advance(Duration.ofHours(1));
            assertThat(cluster.list("pods", "default"))
                    .extracting(pod -> pod.name() + " " + pod.isTerminating())
                    .isEqualTo(List.of("usual false"));
        }
    }
}
