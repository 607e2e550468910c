package io.kubejar.fabric8;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.kubejar.cluster.KubeCluster;
import io.kubejar.cluster.Mode;
import io.kubejar.cluster.fault.Match;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What needs threads: waiting, fabric8's timers, long streams. */
class ThreadedTest {
    private static KubeCluster start(Mode mode) {
        return KubeCluster.builder().mode(mode).heartbeats(false).start();
    }

    private static ConfigMap map(String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .addToData("sky", "blue")
                .build();
    }

    private static void run(KubernetesClient client, String script) {
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName("talker")
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("main")
                        .withImage("busybox")
                        .withCommand("sh", "-c", script)
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
    }

    @ParameterizedTest
    @EnumSource(names = {"LIVE", "VIRTUAL"})
    void readinessIsAwaited(Mode mode) {
        try (KubeCluster cluster = start(mode)) {
            KubernetesClient client = Fabric8.client(cluster);
            run(client, "sleep 1000");
            var pod = client.pods().withName("talker").waitUntilReady(10, SECONDS);
            assertThat(pod.getStatus().getPhase()).isEqualTo("Running");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LIVE", "VIRTUAL"})
    void logsAreFollowed(Mode mode) {
        try (KubeCluster cluster = start(mode)) {
            KubernetesClient client = Fabric8.client(cluster);
            run(client, "echo hello; sleep 1000");
            client.pods().withName("talker").waitUntilReady(10, SECONDS);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (var log = client.pods().withName("talker").watchLog(out)) {
                await().until(() -> out.toString(StandardCharsets.UTF_8).equals("hello\n"));
                assertThat(log.onClose().toCompletableFuture()).isNotDone();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LIVE", "VIRTUAL"})
    void handlersAreToldAgainInEachPeriod(Mode mode) {
        try (KubeCluster cluster = start(mode)) {
            KubernetesClient client = Fabric8.client(cluster);
            client.resource(map("colours")).create();
            List<String> seen = new CopyOnWriteArrayList<>();
            client.configMaps().inNamespace("default").inform(new Notes(seen), 1000);
            await().atMost(Duration.ofSeconds(20)).until(() -> seen.contains("~colours blue"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LIVE", "VIRTUAL"})
    void leadersAreElected(Mode mode) {
        try (KubeCluster cluster = start(mode)) {
            KubernetesClient client = Fabric8.client(cluster);
            List<String> said = new CopyOnWriteArrayList<>();
            var elector = client.leaderElector()
                    .withConfig(new LeaderElectionConfigBuilder()
                            .withName("test")
                            .withLock(new LeaseLock("default", "leader", "me"))
                            .withLeaseDuration(Duration.ofSeconds(15))
                            .withRenewDeadline(Duration.ofSeconds(10))
                            .withRetryPeriod(Duration.ofMillis(50))
                            .withReleaseOnCancel(true)
                            .withLeaderCallbacks(new LeaderCallbacks(
                                    () -> said.add("leads"), () -> said.add("follows"), who -> said.add("new " + who)))
                            .build())
                    .build();
            var election = elector.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> said.contains("leads"));
            assertThat(cluster.get("leases", "default", "leader")
                            .at("spec", "holderIdentity")
                            .asText())
                    .isEqualTo("me");
            election.cancel(true);
            await().atMost(Duration.ofSeconds(20)).until(() -> said.contains("follows"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LIVE", "VIRTUAL"})
    void watchesThatAreCutAreOpenedAgain(Mode mode) {
        try (KubeCluster cluster = start(mode)) {
            KubernetesClient client = Fabric8.client(cluster);
            List<String> seen = new CopyOnWriteArrayList<>();
            client.configMaps().inNamespace("default").inform(new Notes(seen));
            client.resource(map("first")).create();
            cluster.settle();
            assertThat(cluster.disturb()
                            .cutWatches(Match.ALL.resource("configmaps").user("kubernetes-admin")))
                    .isEqualTo(1);
            client.resource(map("second")).create();
            await().atMost(Duration.ofSeconds(20)).until(() -> seen.contains("+second"));
            assertThat(seen).filteredOn(note -> note.endsWith("first")).hasSize(1);
        }
    }
}
