package io.kubejar.cluster.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.cluster.KubeCluster;
import io.kubejar.cluster.Mode;
import io.kubejar.cluster.Samples;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.time.SystemClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong, and what becomes of it. */
class DisturbancesTest {
    private static final String WEB = Samples.web(2);

    private static KubeCluster base;
    private KubeCluster cluster;
    private Disturbances disturb;

    @BeforeAll
    static void start() {
        base = KubeCluster.builder().mode(Mode.VIRTUAL).nodes(2).start();
    }

    @org.junit.jupiter.api.AfterAll
    static void stop() {
        base.close();
    }

    @BeforeEach
    void fork() {
        cluster = base.fork();
        disturb = cluster.disturb();
    }

    @AfterEach
    void close() {
        assertThat(cluster.faults()).isEmpty();
        cluster.close();
    }

    private void run() {
        cluster.apply(WEB);
        cluster.settle();
    }

    private List<ApiObject> pods() {
        return cluster.list("pods", "default");
    }

    private int available() {
        return cluster.get("deploy", "default", "web")
                .at("status", "availableReplicas")
                .asInt();
    }

    private String ready(String node) {
        for (JsonNode condition : cluster.get("nodes", "", node).at("status", "conditions")) {
            if ("Ready".equals(Json.text(condition, "type"))) {
                return Json.textOr(condition, "", "status");
            }
        }
        return "";
    }

    private long on(String node) {
        return pods().stream()
                .filter(pod -> node.equals(Json.text(pod.spec(), "nodeName")) && !pod.isTerminating())
                .count();
    }

    @Test
    @DisplayName(
            "a lost node is called Unknown after its grace period, and its pods are evicted after their tolerations")
    void lostNodeIsEvicted() {
        run();
        disturb.cordonNode("node-b").undo();
        Disturbance lost = disturb.loseNode("node-a");
        cluster.time().advanceUntil(() -> ready("node-a").equals("Unknown"), Duration.ofMinutes(2));
        Instant unknown = cluster.time().now();
        cluster.time().advance(Duration.ofMinutes(4));
        long before = on("node-a");
        Duration after = cluster.time().advanceUntil(() -> on("node-a") == 0, Duration.ofMinutes(3));
        assertThat(Duration.between(unknown, cluster.time().now()))
                .as("%d pods, then %s", before, after)
                .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(5).plusSeconds(10));
        assertThat(on("node-b")).isEqualTo(2);
        assertThat(available()).isEqualTo(2);
        lost.undo();
        cluster.time().advance(Duration.ofMinutes(1));
        assertThat(ready("node-a")).isEqualTo("True");
        assertThat(pods()).hasSize(2);
    }

    private int restarts(String pod) {
        return cluster.get("pods", "default", pod)
                .status()
                .at("/containerStatuses/0/restartCount")
                .asInt();
    }

    private void awaitHeartbeats() {
        cluster.time().advance(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("a node that is lost and whose kubelet is killed comes back once, and only when both are undone")
    void lostAndKilled(boolean powerFirst) {
        run();
        disturb.cordonNode("node-b");
        String pod = pods().stream()
                .filter(one -> "node-a".equals(Json.text(one.spec(), "nodeName")))
                .findFirst()
                .orElseThrow()
                .name();
        Disturbance lost = disturb.loseNode("node-a");
        Disturbance killed = disturb.killComponent("kubelet/node-a");
        awaitHeartbeats();
        (powerFirst ? lost : killed).undo();
        disturb.rebootNode("node-a"); // brings back nobody who is held down
        awaitHeartbeats();
        assertThat(ready("node-a")).isEqualTo("Unknown");
        (powerFirst ? killed : lost).undo();
        cluster.settle();
        assertThat(ready("node-a")).isEqualTo("True");
        assertThat(restarts(pod)).isEqualTo(1);
        assertThat(cluster.list("events", "default"))
                .filteredOn(event -> event.at("reason").asText().equals("Rebooted"))
                .hasSize(1);
    }

    @Test
    @DisplayName(
            "a node that is lost twice is back when both are undone; a killed kubelet on its own loses no container")
    void lostTwice() {
        run();
        Disturbance first = disturb.loseNode("node-a");
        Disturbance second = disturb.loseNode("node-a");
        awaitHeartbeats();
        second.undo();
        awaitHeartbeats();
        assertThat(ready("node-a")).isEqualTo("Unknown");
        first.undo();
        cluster.settle();
        assertThat(ready("node-a")).isEqualTo("True");
        List<String> before = pods().stream().map(ApiObject::name).toList();
        disturb.restartComponent("kubelet/node-a");
        cluster.settle();
        assertThat(before).allMatch(pod -> restarts(pod) <= 1);
    }

    @Test
    void rebootRestartsContainers() {
        run();
        pods().forEach(pod -> disturb.rebootNode(Json.textOr(pod.spec(), "", "nodeName")));
        cluster.settle();
        assertThat(pods())
                .hasSize(2)
                .allMatch(pod ->
                        pod.status().at("/containerStatuses/0/restartCount").asInt() >= 1)
                .allMatch(pod -> pod.status()
                                .at("/containerStatuses/0/lastState/terminated/exitCode")
                                .asInt()
                        == 255);
        assertThat(available()).isEqualTo(2);
    }

    @Test
    void drainedNodeIsEmptyAndStaysSo() {
        run();
        assertThat(disturb.drainNode("node-a")).isEmpty();
        cluster.time().advance(Duration.ofMinutes(2));
        assertThat(on("node-a")).isZero();
        assertThat(on("node-b")).isEqualTo(2);
        assertThat(available()).isEqualTo(2);
    }

    @Test
    void partitionedNodeTellsLaterWhatHappened() {
        Disturbance partition = disturb.partitionNode("node-a");
        disturb.cordonNode("node-b");
        run();
        assertThat(pods()).hasSize(2).noneMatch(pod -> "Running".equals(Json.text(pod.status(), "phase")));
        partition.undo();
        cluster.settle();
        assertThat(available()).isEqualTo(2);
    }

    @Test
    void requestsFailAsManyTimesAsSaid() {
        Disturbance fault = disturb.fail(Match.ALL.verb("create").resource("pods"), 500, 3);
        run();
        assertThat(fault.isUndone()).isTrue();
        assertThat(pods()).hasSize(2);
        assertThat(cluster.list("events", "default"))
                .filteredOn(event -> event.at("reason").asText().equals("FailedCreate"))
                .isNotEmpty();
    }

    @Test
    void conflictsAreTriedAgain() {
        disturb.conflict(Match.ALL.verb("update").resource("deployments.apps/status"), 2);
        run();
        assertThat(available()).isEqualTo(2);
    }

    @Test
    @DisplayName("a create whose answer is lost is not made twice")
    void lostAnswer() {
        disturb.loseAnswer(Match.ALL.verb("create").resource("replicasets.apps"), 1);
        run();
        assertThat(cluster.list("rs", "default")).hasSize(1);
        assertThat(available()).isEqualTo(2);
    }

    @Test
    void watchesThatAreCutGoOn() {
        disturb.repeatOnReconnect(Match.ALL);
        run();
        assertThat(disturb.cutWatches(Match.ALL)).isPositive();
        cluster.apply(WEB.replace("replicas: 2", "replicas: 3"));
        cluster.settle();
        assertThat(disturb.cutWatches(Match.ALL.resource("pods"))).isPositive();
        assertThat(available()).isEqualTo(3);
    }

    @Test
    @DisplayName("B2.8 a watch whose revision was compacted ends with an error that makes the client list again")
    void compactionUnderWatchers() {
        run();
        disturb.compact();
        cluster.apply(WEB.replace("replicas: 2", "replicas: 4"));
        cluster.settle();
        assertThat(available()).isEqualTo(4);
    }

    @Test
    void watchesMayBeLate() {
        Disturbance late = disturb.delayWatches(Match.ALL.resource("deployments.apps"), Duration.ofSeconds(5));
        run();
        assertThat(cluster.list("rs", "default")).isEmpty();
        cluster.time().advance(Duration.ofSeconds(5));
        assertThat(cluster.list("rs", "default")).hasSize(1);
        late.undo();
        cluster.time().advance(Duration.ofSeconds(10));
        assertThat(available()).isEqualTo(2);
    }

    @Test
    void withoutEtcdNothingGoesAndThenAllGoesOn() {
        run();
        try (Disturbance fault = disturb.etcdUnavailable()) {
            assertThatThrownBy(() -> cluster.apply(WEB.replace("replicas: 2", "replicas: 5")))
                    .hasMessageContaining("etcdserver: no leader");
            assertThat(disturb.active()).containsExactly(fault);
        }
        cluster.apply(WEB.replace("replicas: 2", "replicas: 5"));
        cluster.time().advance(Duration.ofMinutes(1));
        assertThat(available()).isEqualTo(5);
        assertThat(disturb.active()).isEmpty();
    }

    @Test
    void whatSaysThatEtcdIsAwayAddsUp() {
        Disturbance first = disturb.etcdUnavailable();
        Disturbance second = disturb.etcdUnavailable();
        first.undo();
        assertThatThrownBy(this::pods).hasMessageContaining("etcdserver: no leader");
        second.undo();
        assertThat(pods()).isEmpty();
    }

    @Test
    @DisplayName("an etcd without room refuses what takes some in its own words, until the alarm is disarmed")
    void etcdWithoutRoom() {
        run();
        try (Disturbance full = disturb.etcdOutOfSpace()) {
            assertThatThrownBy(() -> cluster.apply(WEB.replace("replicas: 2", "replicas: 5")))
                    .hasMessage("etcdserver: mvcc: database space exceeded");
            assertThat(cluster.etcdClient()
                            .getMaintenanceClient()
                            .listAlarms()
                            .join()
                            .getAlarms())
                    .hasSize(1);
            cluster.delete("deploy", "default", "web"); // takes no room
            cluster.time().advance(Duration.ofMinutes(2));
            assertThat(full).hasToString("etcd-out-of-space");
        }
        cluster.time().advance(Duration.ofMinutes(1));
        assertThat(pods()).isEmpty();
        run();
        assertThat(available()).isEqualTo(2);
        assertThat(cluster.etcdClient()
                        .getMaintenanceClient()
                        .listAlarms()
                        .join()
                        .getAlarms())
                .isEmpty();
    }

    @Test
    @DisplayName("each request to a slow etcd takes as long as said, and afterwards no longer than before")
    void slowEtcd() {
        Duration by = Duration.ofMillis(300);
        try (KubeCluster live = KubeCluster.start()) {
            Disturbance slow = live.disturb().slowEtcd(by);
            long begin = SystemClock.INSTANCE.nanos();
            live.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}");
            assertThat(Duration.ofNanos(SystemClock.INSTANCE.nanos() - begin)).isGreaterThanOrEqualTo(by);
            slow.undo();
            live.settle();
            assertThat(live.get("cm", "default", "a").name()).isEqualTo("a");
            assertThat(live.faults()).isEmpty();
        }
    }

    @Test
    void clockJumps() {
        Instant before = cluster.time().now();
        disturb.jumpClock(Duration.ofHours(-1));
        assertThat(cluster.time().now()).isEqualTo(before.minus(Duration.ofHours(1)));
        run();
        assertThat(available()).isEqualTo(2);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> disturb.loseNode("node-x"))
                .hasMessage("there is no node node-x; there are [node-a, node-b]");
        assertThatThrownBy(() -> disturb.fail(Match.ALL, 200)).hasMessageContaining("not with 200");
        assertThatThrownBy(() -> disturb.delay(Match.ALL, Duration.ofSeconds(1)))
                .hasMessageContaining("where time stands still");
        assertThatThrownBy(() -> disturb.slowEtcd(Duration.ofSeconds(1)))
                .hasMessageContaining("where time stands still");
    }
}
