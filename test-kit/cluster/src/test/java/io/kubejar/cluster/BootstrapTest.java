package io.kubejar.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.loop.SimulatedLoops;
import io.kubejar.core.object.Resources;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.server.ApiServer;
import io.kubejar.server.pki.Pki;
import io.kubejar.server.storage.Compactor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What servers make that start at the same time on one etcd. */
class BootstrapTest {
    private final SimulatedLoops loops = new SimulatedLoops(Instant.parse("2026-01-01T00:00:00Z"));

    /** A client whose first creation comes just after somebody else's work. */
    private static ApiClient late(ApiClient real, Runnable before) {
        AtomicBoolean done = new AtomicBoolean();
        Class<ApiClient> type = ApiClient.class;
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().equals("create") && !done.getAndSet(true)) {
                        before.run();
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    @Test
    @DisplayName("a server that finds the API's address just taken by another one's Service goes on with that Service")
    void theServiceOfTheApiIsMadeOnce() {
        try (EtcdServer etcd = EtcdServer.builder().loops(loops).start();
                ApiServer server = new ApiServer(
                        etcd.client(),
                        Pki.create(loops.clock(), Chance.seeded(1)),
                        loops,
                        Chance.seeded(2),
                        Recorders.fresh(loops.clock()::now, true),
                        Compactor.INTERVAL)) {
            ApiClient client = server.client(Users.API_SERVER);
            Bootstrap first = new Bootstrap(client);
            first.namespaces();
            new Bootstrap(late(client, () -> first.apiService(0))).apiService(0);
            assertThat(client.get(ResourceRef.of(Resources.SERVICES, "default", "kubernetes"))
                            .at("spec", "clusterIP")
                            .asText())
                    .isEqualTo("10.96.0.1");
        }
    }
}
