package io.kubejar.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WatchEvent;
import io.kubejar.core.client.WatchHandler;
import io.kubejar.core.client.WatchOptions;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.loop.LiveLoops;
import io.kubejar.core.loop.Loop;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.core.time.SystemClock;
import io.kubejar.server.remote.HttpApiClient;
import io.kubejar.server.remote.KubeconfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** At rest, and what is still to come. */
class RestTest {
    private static final String CRASHING = """
            apiVersion: v1
            kind: Pod
            metadata: {name: bad}
            spec: {containers: [{name: a, image: busybox, command: [sh, -c, "exit 3"]}]}
            """;

    private static final String COUNTER = """
            {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "counter", "namespace": "default"}}
            """;

    @ParameterizedTest
    @EnumSource
    void nothingHappensInAClusterAtRest(Mode mode) {
        try (KubeCluster cluster = KubeCluster.builder().mode(mode).start()) {
            cluster.apply(
                    "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, image: b}]}}");
            assertThatCode(() -> cluster.assertNothingHappens(Duration.ofMinutes(2)))
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsToComeIsTold(Mode mode) {
        try (KubeCluster cluster = KubeCluster.builder().mode(mode).start()) {
            cluster.apply(CRASHING);
            assertThatThrownBy(() -> cluster.assertNothingHappens(Duration.ofMinutes(2)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("within PT2M something happens:")
                    .hasMessageContaining("/pods/bad/status")
                    .hasMessageContaining("by system:node:node-a");
            assertThat(cluster.get("pods", "default", "bad")
                            .at("status", "containerStatuses")
                            .at("/0/restartCount")
                            .asInt())
                    .as("the cluster itself has not moved on")
                    .isLessThan(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatStillMovesIsTold(Mode mode) {
        try (KubeCluster cluster = KubeCluster.builder().mode(mode).start()) {
            ResourceRef maps = ResourceRef.of(Resources.CONFIG_MAPS, "default");
            cluster.operator("restless").watches("configmaps").start((key, work) -> {
                if (key.name().equals("counter")) { // its own write wakes it again
                    ResourceRef ref = ResourceRef.of(Resources.CONFIG_MAPS, "default", key.name());
                    ApiObject seen = cluster.client().get(ref);
                    int count = seen.at("data", "count").asInt();
                    cluster.client()
                            .update(
                                    ref,
                                    seen.edit(root -> Json.child(root, "data").put("count", "" + (count + 1))),
                                    WriteOptions.NONE);
                }
            });
            cluster.client().create(maps, ApiObject.ofJson(COUNTER), WriteOptions.NONE);
            assertThatThrownBy(() -> cluster.settle(Duration.ofMillis(300)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("not at rest after PT0.3S: ")
                    .hasMessageMatching(".* \\d+ tasks on \\[.+], .*")
                    .hasMessageContaining("requests in flight, ")
                    .hasMessageContaining(
                            "the last writes: update /api/v1/namespaces/default/configmaps/counter by kubernetes-admin");
        }
    }

    /** An operator outside, which answers each new ConfigMap with another one, and each of these with a third. */
    @Test
    void whoWatchesFromOutsideIsWaitedFor(@TempDir Path folder) throws IOException {
        try (KubeCluster cluster = KubeCluster.start();
                LiveLoops threads = new LiveLoops("operator", SystemClock.INSTANCE, (where, what) -> {})) {
            Loop operator = threads.loop("reconcile");
            Path config = Files.writeString(folder.resolve("config"), cluster.kubeconfig());
            ApiClient client = new HttpApiClient(KubeconfigReader.read(config), "operator/v1");
            ResourceRef maps = ResourceRef.of(Resources.CONFIG_MAPS, "default");
            long now = client.list(maps, ListOptions.ALL).revision();
            ApiClient.Watch watch = client.watch(maps, WatchOptions.from(now), new WatchHandler() {
                @Override
                public void onEvent(WatchEvent event) {
                    String name = event.object().name();
                    if (name.length() < 4) {
                        String next = name + "x";
                        ApiObject made = ApiObject.of(event.object().gvk(), "default", next)
                                .edit(root -> Json.child(root, "data").put("from", name));
                        operator.execute(() -> client.create(maps, made, WriteOptions.NONE));
                    }
                }

                @Override
                public void onClose(@Nullable StatusException why) {}
            });
            cluster.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: x}}");
            cluster.settle();
            assertThat(cluster.get("configmaps", "default", "xxxx")
                            .at("data", "from")
                            .asText())
                    .isEqualTo("xxx");
            watch.close();
        }
    }
}
