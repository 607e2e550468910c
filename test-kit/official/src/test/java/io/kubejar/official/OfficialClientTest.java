package io.kubejar.official;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.gson.reflect.TypeToken;
import io.kubejar.cluster.KubeCluster;
import io.kubejar.cluster.Mode;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.util.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests, watches and logs of the official client. */
class OfficialClientTest {
    private static KubeCluster start(Mode mode) {
        return KubeCluster.builder().mode(mode).heartbeats(false).start();
    }

    private static V1ConfigMap map(String name) {
        return new V1ConfigMap().metadata(new V1ObjectMeta().name(name)).data(Map.of("sky", "blue"));
    }

    @ParameterizedTest
    @EnumSource
    void objectsAreCreatedReadChangedAndDeleted(Mode mode) throws ApiException {
        try (KubeCluster cluster = start(mode)) {
            CoreV1Api api = new CoreV1Api(OfficialClient.client(cluster));
            V1ConfigMap created =
                    api.createNamespacedConfigMap("default", map("colours")).execute();
            assertThat(created.getMetadata().getUid()).isNotEmpty();
            created.setData(Map.of("sky", "grey"));
            api.replaceNamespacedConfigMap("colours", "default", created).execute();
            assertThat(cluster.get("configmaps", "default", "colours")
                            .at("data", "sky")
                            .asText())
                    .isEqualTo("grey");
            assertThatThrownBy(() -> api.createNamespacedConfigMap("default", map("colours"))
                            .execute())
                    .isInstanceOfSatisfying(ApiException.class, e -> {
                        assertThat(e.getCode()).isEqualTo(409);
                        assertThat(e.getResponseBody()).contains("configmaps \\\"colours\\\" already exists");
                    });
            api.deleteNamespacedConfigMap("colours", "default").execute();
            assertThat(api.listNamespacedConfigMap("default").execute().getItems())
                    .noneMatch(found -> "colours".equals(found.getMetadata().getName()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void clientsActAsWhomTheyAreMadeFor(Mode mode) {
        try (KubeCluster cluster = start(mode)) {
            CoreV1Api jane = new CoreV1Api(OfficialClient.client(cluster.http().as("jane", "developers")));
            assertThatThrownBy(() -> jane.listNamespacedPod("default").execute())
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            e -> assertThat(e.getResponseBody()).contains("User \\\"jane\\\" cannot list resource"));
            ApiClient wrong = OfficialClient.client(cluster);
            wrong.setApiKeyPrefix("Bearer");
            wrong.setApiKey("wrong");
            assertThatThrownBy(() ->
                            new CoreV1Api(wrong).listNamespacedPod("default").execute())
                    .isInstanceOfSatisfying(
                            ApiException.class, e -> assertThat(e.getCode()).isEqualTo(401));
        }
    }

    @ParameterizedTest
    @EnumSource
    void logsAreRead(Mode mode) throws ApiException {
        try (KubeCluster cluster = start(mode)) {
            CoreV1Api api = new CoreV1Api(OfficialClient.client(cluster));
            cluster.settle();
            V1Container talker = new V1Container()
                    .name("main")
                    .image("busybox")
                    .command(List.of("sh", "-c", "echo hello; sleep 1000"));
            api.createNamespacedPod(
                            "default",
                            new V1Pod()
                                    .metadata(new V1ObjectMeta().name("talker"))
                                    .spec(new V1PodSpec().addContainersItem(talker)))
                    .execute();
            cluster.settle();
            assertThat(api.readNamespacedPodLog("talker", "default").execute()).isEqualTo("hello\n");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LIVE", "VIRTUAL"})
    void watchesTellEventsAndEndWithTheirCluster(Mode mode) throws Exception {
        CompletableFuture<Integer> heard;
        try (KubeCluster cluster = start(mode)) {
            ApiClient client = OfficialClient.client(cluster);
            CoreV1Api api = new CoreV1Api(client);
            String revision = api.listNamespacedConfigMap("default")
                    .execute()
                    .getMetadata()
                    .getResourceVersion();
            Watch<V1ConfigMap> watch = Watch.createWatch(
                    client,
                    api.listNamespacedConfigMap("default")
                            .watch(true)
                            .resourceVersion(revision)
                            .buildCall(null),
                    new TypeToken<Watch.Response<V1ConfigMap>>() {}.getType());
            List<String> names = new CopyOnWriteArrayList<>();
            heard = CompletableFuture.supplyAsync(() -> {
                watch.forEach(event ->
                        names.add(event.type + " " + event.object.getMetadata().getName()));
                return names.size();
            });
            api.createNamespacedConfigMap("default", map("one")).execute();
            api.createNamespacedConfigMap("default", map("two")).execute();
            cluster.settle();
            assertThat(names)
                    .filteredOn(name -> !name.contains("kube-root-ca"))
                    .containsExactly("ADDED one", "ADDED two");
        }
        assertThat(heard.join()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void whoCancelsDoesNotWait() throws Exception {
        try (KubeCluster cluster = start(Mode.LIVE)) {
            ApiClient client = OfficialClient.client(cluster);
            var call = new CoreV1Api(client)
                    .listNamespacedConfigMap("default")
                    .watch(true)
                    .resourceVersion(Long.toString(cluster.revision()))
                    .buildCall(null);
            var response = call.execute();
            CompletableFuture<Boolean> reader = CompletableFuture.supplyAsync(() -> exhausted(response));
            call.cancel();
            assertThat(reader.join()).isTrue();
            await().until(() -> cluster.openWatches().isEmpty());
        }
    }

    private static boolean exhausted(Response response) {
        try (response) {
            return response.body().source().exhausted();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatNeedsThreadsIsRefusedInASeededCluster() {
        try (KubeCluster cluster = start(Mode.SEEDED)) {
            CoreV1Api api = new CoreV1Api(OfficialClient.client(cluster));
            assertThatThrownBy(() -> api.listNamespacedPod("default")
                            .watch(true)
                            .buildCall(null)
                            .execute())
                    .hasMessageContaining("a seeded cluster has no watches for the official client");
            assertThatThrownBy(() -> CompletableFuture.supplyAsync(() -> {
                                try {
                                    return api.listNamespacedPod("default").execute();
                                } catch (ApiException e) {
                                    throw new IllegalStateException(e);
                                }
                            })
                            .join())
                    .hasMessageContaining("a seeded cluster has one thread");
        }
    }

    @Test
    void closedClusterIsToldSo() {
        CoreV1Api api;
        try (KubeCluster cluster = start(Mode.LIVE)) {
            api = new CoreV1Api(OfficialClient.client(cluster));
        }
        assertThatThrownBy(() -> api.listNamespacedPod("default").execute())
                .hasMessageContaining("the cluster is closed");
    }
}
