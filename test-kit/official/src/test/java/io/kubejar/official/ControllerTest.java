package io.kubejar.official;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kubejar.cluster.KubeCluster;
import io.kubejar.cluster.Mode;
import io.kubernetes.client.extended.controller.Controller;
import io.kubernetes.client.extended.controller.builder.ControllerBuilder;
import io.kubernetes.client.extended.controller.reconciler.Reconciler;
import io.kubernetes.client.extended.controller.reconciler.Request;
import io.kubernetes.client.extended.controller.reconciler.Result;
import io.kubernetes.client.informer.SharedIndexInformer;
import io.kubernetes.client.informer.SharedInformerFactory;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1ConfigMapList;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.util.generic.GenericKubernetesApi;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An operator of the official client's informers and controllers: it answers each map that asks for it with a copy. */
class ControllerTest {
    private static V1ConfigMap map(String name) {
        return new V1ConfigMap()
                .metadata(new V1ObjectMeta().name(name).labels(Map.of("copy", "yes")))
                .data(Map.of("sky", "blue"));
    }

    private static KubeCluster start(Mode mode) {
        return KubeCluster.builder()
                .mode(mode)
                .heartbeats(false)
                .quietPeriod(Duration.ofMillis(250)) // its threads are its own
                .start();
    }

    private static Reconciler copier(CoreV1Api api, SharedIndexInformer<V1ConfigMap> maps) {
        return (Request request) -> {
            V1ConfigMap found = maps.getIndexer().getByKey(request.getNamespace() + "/" + request.getName());
            if (found == null
                    || found.getMetadata().getLabels() == null
                    || !found.getMetadata().getLabels().containsKey("copy")) {
                return new Result(false);
            }
            V1ConfigMap copy = new V1ConfigMap()
                    .metadata(
                            new V1ObjectMeta().name(request.getName() + "-copy").labels(Map.of("copied", "yes")))
                    .data(found.getData());
            try {
                api.createNamespacedConfigMap(request.getNamespace(), copy).execute();
            } catch (ApiException e) {
                return new Result(e.getCode() != 409);
            }
            return new Result(false);
        };
    }

    @ParameterizedTest
    @EnumSource(names = {"LIVE", "VIRTUAL"})
    void restIncludesWhatControllersDo(Mode mode) throws ApiException {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (KubeCluster cluster = start(mode)) {
            ApiClient client = OfficialClient.client(cluster);
            CoreV1Api api = new CoreV1Api(client);
            SharedInformerFactory factory = new SharedInformerFactory(client, threads, false);
            var generic = new GenericKubernetesApi<>(
                    V1ConfigMap.class, V1ConfigMapList.class, "", "v1", "configmaps", client);
            SharedIndexInformer<V1ConfigMap> maps =
                    factory.sharedIndexInformerFor(generic, V1ConfigMap.class, 0, "default");
            Controller controller = ControllerBuilder.defaultBuilder(factory)
                    .watch(queue -> ControllerBuilder.controllerWatchBuilder(V1ConfigMap.class, queue)
                            .withWorkQueueKeyFunc(one -> new Request(
                                    one.getMetadata().getNamespace(),
                                    one.getMetadata().getName()))
                            .withResyncPeriod(Duration.ZERO)
                            .build())
                    .withReconciler(copier(api, maps))
                    .withReadyFunc(maps::hasSynced)
                    .withWorkerCount(2)
                    .build();
            factory.startAllRegisteredInformers();
            threads.execute(controller);
            api.createNamespacedConfigMap("default", map("first")).execute();
            await("it looks once a second whether it may begin").until(() -> copies(api) == 1);
            for (int i = 0; i < 20; i++) {
                api.createNamespacedConfigMap("default", map("map-" + i)).execute();
            }
            if (mode == Mode.VIRTUAL) {
                cluster.time().advance(Duration.ofHours(2));
            }
            api.createNamespacedConfigMap("default", map("last")).execute();
            cluster.settle();
            assertThat(copies(api)).isEqualTo(22);
            controller.shutdown();
            factory.stopAllRegisteredInformers();
        } finally {
            threads.shutdownNow();
        }
    }

    private static int copies(CoreV1Api api) throws ApiException {
        return api.listNamespacedConfigMap("default")
                .labelSelector("copied")
                .execute()
                .getItems()
                .size();
    }
}
