package io.kubejar.fabric8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kubejar.cluster.KubeCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On the one thread of a seeded cluster. */
class SeededTest {
    private static KubeCluster base;

    @BeforeAll
    static void start() {
        base = KubeCluster.builder().seed(1).heartbeats(false).start();
        base.settle();
    }

    @AfterAll
    static void stop() {
        base.close();
    }

    private static ConfigMap wish(String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .addToLabels("copy", "yes")
                .endMetadata()
                .addToData("sky", "blue")
                .build();
    }

    /** All that happened, and on which threads the operator ran. */
    private static String story(long seed) {
        List<String> threads = new ArrayList<>();
        try (KubeCluster copy = base.fork(seed)) {
            KubernetesClient client = Fabric8.client(copy.http().as("operator", "system:masters"));
            client.configMaps().withLabel("copy").inform(new Copier(client));
            client.configMaps().withLabel("copied").watch(new Heard(threads));
            for (int i = 0; i < 5; i++) {
                client.resource(wish("map-" + i)).create();
                copy.apply("{apiVersion: v1, kind: Pod, metadata: {generateName: p-},"
                        + " spec: {containers: [{name: main, image: nginx}]}}");
            }
            copy.settle();
            assertThat(threads).hasSize(5).allMatch(Thread.currentThread().getName()::equals);
            assertThat(client.configMaps().withLabel("copied").list().getItems())
                    .hasSize(5);
            assertThat(copy.faults()).isEmpty();
            return copy.timeline().toString();
        }
    }

    @Test
    void oneSeedGivesOneTimeline() {
        String first = story(7);
        assertThat(first).contains("operator");
        assertThat(story(7)).isEqualTo(first);
        assertThat(story(8)).isNotEqualTo(first);
    }

    @Test
    void watchesOutlastThePassingOfTime() {
        try (KubeCluster copy = base.fork(1)) {
            KubernetesClient client = Fabric8.client(copy);
            var informer = client.configMaps().withLabel("copy").inform(new Copier(client));
            copy.time().advance(Duration.ofDays(2));
            client.resource(wish("late")).create();
            copy.settle();
            assertThat(informer.isWatching()).isTrue();
            assertThat(client.configMaps().withName("late-copy").get()).isNotNull();
        }
    }

    @Test
    void otherThreadsAreRefused() {
        try (KubeCluster copy = base.fork(1)) {
            Executor executor = new LoopExecutors(copy.http()).get();
            assertThatThrownBy(() -> CompletableFuture.runAsync(() -> executor.execute(() -> {}))
                            .join())
                    .hasCauseInstanceOf(RejectedExecutionException.class)
                    .hasMessageContaining("a seeded cluster has one thread");
        }
    }

    private static void exactlyOneSecretEach(KubeCluster copy, TokenOperator.Naming naming) {
        KubernetesClient client = Fabric8.client(copy);
        new TokenOperator(client, naming).start();
        client.resource(wish("web")).create();
        copy.settle();
        assertThat(client.secrets().withLabel("of", "web").list().getItems()).hasSize(1);
        assertThat(client.configMaps().withName("web").get().getMetadata().getAnnotations())
                .containsEntry("token", "given");
    }

    @Test
    void staleCacheIsFoundAndItsStoryIsShort() {
        Throwable failure = catchThrowable(
                () -> base.explore().check(copy -> exactlyOneSecretEach(copy, TokenOperator.Naming.RANDOM)));
        assertThat(failure).isInstanceOf(AssertionError.class).hasMessageContaining("order that was tried; it takes");
        assertThat(failure.getMessage().lines().filter(line -> line.startsWith("  at turn ")))
                .isNotEmpty()
                .hasSizeLessThanOrEqualTo(10);
        assertThat(failure.getCause()).hasMessageContaining("Expected size: 1 but was: 2");
    }

    @Test
    void soundOperatorPassesInAllOrders() {
        assertThatCode(() -> base.explore()
                        .orders(50)
                        .check(copy -> exactlyOneSecretEach(copy, TokenOperator.Naming.BY_OWNER)))
                .doesNotThrowAnyException();
    }
}
