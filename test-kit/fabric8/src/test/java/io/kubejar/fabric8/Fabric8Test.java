package io.kubejar.fabric8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.kubejar.cluster.KubeCluster;
import io.kubejar.cluster.Mode;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What works in every mode. */
class Fabric8Test {
    private static KubeCluster start(Mode mode) {
        return KubeCluster.builder().mode(mode).heartbeats(false).start();
    }

    private static ConfigMap map(String name, String sky) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withData(Map.of("sky", sky))
                .build();
    }

    private static Pod pod(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("busybox")
                .withCommand("sh", "-c", "echo hello; echo world; sleep 1000")
                .endContainer()
                .endSpec()
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void objectsAreCreatedReadChangedAndDeleted(Mode mode) {
        try (KubeCluster cluster = start(mode)) {
            KubernetesClient client = Fabric8.client(cluster);
            assertThat(client.getKubernetesVersion().getGitVersion()).startsWith("v1.36");
            assertThat(client.supports(ConfigMap.class)).isTrue();

            ConfigMap created = client.resource(map("colours", "blue")).create();
            assertThat(created.getMetadata().getUid()).isNotEmpty();
            client.configMaps()
                    .withName("colours")
                    .edit(found -> new ConfigMapBuilder(found)
                            .addToData("sea", "green")
                            .build());
            client.configMaps()
                    .withName("colours")
                    .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}");
            assertThat(client.configMaps().withLabel("a", "b").list().getItems())
                    .singleElement()
                    .satisfies(found -> assertThat(found.getData()).isEqualTo(Map.of("sky", "blue", "sea", "green")));
            assertThatThrownBy(() -> client.resource(map("colours", "red")).create())
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining("configmaps \"colours\" already exists");
            client.resource(map("colours", "red")).createOr(existing -> existing.update());
            assertThat(cluster.get("configmaps", "default", "colours")
                            .at("data", "sky")
                            .asText())
                    .isEqualTo("red");
            client.configMaps().withName("colours").delete();
            assertThat(client.configMaps().withName("colours").get()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void clientsActAsWhomTheyAreMadeFor(Mode mode) {
        try (KubeCluster cluster = start(mode)) {
            KubernetesClient jane = Fabric8.client(cluster.http().as("jane", "developers"));
            assertThatThrownBy(() -> jane.pods().list())
                    .hasMessageContaining("User \"jane\" cannot list resource \"pods\"");
            KubernetesClient robot = Fabric8.client(cluster.http().asAccount("default", "robot"));
            assertThatThrownBy(() -> robot.pods().list())
                    .hasMessageContaining("User \"system:serviceaccount:default:robot\" cannot list");
            KubernetesClient wrong = Fabric8.client(
                    cluster.http(),
                    builder -> builder.withConfig(
                            new io.fabric8.kubernetes.client.ConfigBuilder(Fabric8.config(cluster.http()))
                                    .withOauthToken("wrong")
                                    .build()));
            assertThatThrownBy(() -> wrong.pods().list())
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            e -> assertThat(e.getCode()).isEqualTo(401));
        }
    }

    @ParameterizedTest
    @EnumSource
    void informersFollow(Mode mode) {
        try (KubeCluster cluster = start(mode)) {
            KubernetesClient client = Fabric8.client(cluster);
            client.resource(map("before", "blue")).create();
            List<String> seen = new CopyOnWriteArrayList<>();
            SharedIndexInformer<ConfigMap> informer =
                    client.configMaps().inNamespace("default").inform(new Notes(seen));
            assertThat(informer.hasSynced()).isTrue();
            client.resource(map("after", "blue")).create();
            client.resource(map("after", "red")).update();
            client.configMaps().withName("before").delete();
            cluster.settle();
            assertThat(seen)
                    .filteredOn(note -> !note.contains("kube-root-ca"))
                    .containsExactly("+before", "+after", "~after red", "-before");
            assertThat(informer.getStore().list())
                    .extracting(found -> found.getMetadata().getName())
                    .contains("after")
                    .doesNotContain("before");
            assertThat(cluster.openWatches()).anyMatch(watch -> watch.contains("configmaps"));
            informer.close();
            cluster.settle();
            assertThat(cluster.openWatches()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void watchesTellEveryEventInItsOrder(Mode mode) {
        try (KubeCluster cluster = start(mode)) {
            KubernetesClient client = Fabric8.client(cluster);
            List<String> seen = new CopyOnWriteArrayList<>();
            Watcher<ConfigMap> watcher = new Watcher<>() {
                @Override
                public void eventReceived(Action action, ConfigMap map) {
                    seen.add(action + " " + map.getMetadata().getName());
                }

                @Override
                public void onClose(WatcherException cause) {}
            };
            try (var watch = client.configMaps().withLabel("watched").watch(watcher)) {
                assertThat(watch).isNotNull();
                for (int i = 0; i < 100; i++) {
                    ConfigMap one = map("map-" + i, "blue");
                    one.getMetadata().setLabels(Map.of("watched", "yes"));
                    client.resource(one).create();
                }
                cluster.settle();
                assertThat(seen)
                        .hasSize(100)
                        .startsWith("ADDED map-0", "ADDED map-1")
                        .endsWith("ADDED map-99");
            }
        }
    }

    /** The operator's answers to what it sees are awaited too: nothing here waits for time. */
    @ParameterizedTest
    @EnumSource
    void restIncludesWhatHandlersDo(Mode mode) {
        try (KubeCluster cluster = start(mode)) {
            KubernetesClient client = Fabric8.client(cluster);
            client.configMaps().withLabel("copy").inform(new Copier(client));
            for (int i = 0; i < 20; i++) {
                ConfigMap one = map("map-" + i, "blue");
                one.getMetadata().setLabels(Map.of("copy", "yes"));
                client.resource(one).create();
            }
            cluster.settle();
            assertThat(client.configMaps().withLabel("copied").list().getItems())
                    .hasSize(20);
        }
    }

    @ParameterizedTest
    @EnumSource
    void logsAreRead(Mode mode) {
        try (KubeCluster cluster = start(mode)) {
            KubernetesClient client = Fabric8.client(cluster);
            cluster.settle();
            client.resource(pod("talker")).create();
            cluster.settle();
            assertThat(client.pods().withName("talker").getLog()).isEqualTo("hello\nworld\n");
            assertThat(client.pods().withName("talker").tailingLines(1).getLog())
                    .isEqualTo("world\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void programsInContainersAreRefusedInTheServersWords(Mode mode) {
        try (KubeCluster cluster = start(mode)) {
            KubernetesClient client = Fabric8.client(cluster);
            cluster.settle();
            client.resource(pod("talker")).create();
            cluster.settle();
            assertThatThrownBy(() -> client.pods().withName("talker").exec("ls").close())
                    .isInstanceOf(KubernetesClientException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void clientsAreClosedWithTheirCluster(Mode mode) {
        KubernetesClient client;
        SharedIndexInformer<ConfigMap> informer;
        try (KubeCluster cluster = start(mode)) {
            client = Fabric8.client(cluster);
            informer = client.configMaps().inform();
            assertThat(informer.isWatching()).isTrue();
        }
        assertThat(informer.isRunning()).isFalse();
        assertThatThrownBy(() -> client.pods().list()).hasRootCauseMessage("the client is closed");
    }

    @Test
    void aClosedClientIsNotKept() {
        try (KubeCluster cluster = start(Mode.VIRTUAL)) {
            KubernetesClient open = Fabric8.client(cluster);
            KubernetesClient client = Fabric8.client(cluster);
            client.configMaps().list();
            client.close();
            WeakReference<KubernetesClient> kept = new WeakReference<>(client);
            client = null;
            await().until(() -> {
                System.gc();
                return kept.get() == null;
            });
            assertThat(open.configMaps().list().getItems()).isNotEmpty();
        }
    }
}
