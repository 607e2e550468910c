package io.kubejar.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Watch;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.loop.LiveLoops;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Resources;
import io.kubejar.core.time.SystemClock;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.server.ApiServer;
import io.kubejar.server.exchange.Headers;
import io.kubejar.server.pki.Pki;
import io.kubejar.server.storage.Compactor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is served while the server's watch on etcd says nothing, as when it has just lost the member that it was with. */
class LaggingCacheTest {
    private static final ResourceRef MAPS = ResourceRef.of(Resources.CONFIG_MAPS, "default");

    private final EtcdServer etcd = EtcdServer.start();
    private final Loops loops = new LiveLoops("test", SystemClock.INSTANCE, (loop, fault) -> {});
    private final AtomicInteger asked = new AtomicInteger();
    private volatile int deaf; // so many requests for progress are not heard
    private volatile boolean silent; // watches tell nothing
    private final ApiServer server = new ApiServer(
            proxy(Client.class, etcd.client()),
            Pki.create(SystemClock.INSTANCE, Chance.secure()),
            loops,
            Chance.secure(),
            Recorders.fresh(loops.clock()::now, true),
            Compactor.INTERVAL);
    private final ApiClient client = server.client(Users.ADMIN);

    private <T> T proxy(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().equals("requestProgress") && asked.incrementAndGet() <= deaf) {
                        return null;
                    }
                    if (method.getName().equals("onNext") && silent) {
                        return null;
                    }
                    try {
                        for (int i = 0; arguments != null && i < arguments.length; i++) {
                            if (arguments[i] instanceof Watch.Listener listener) {
                                arguments[i] = proxy(Watch.Listener.class, listener);
                            }
                        }
                        Object answer = method.invoke(real, arguments);
                        return answer instanceof Watch watch ? proxy(Watch.class, watch) : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    @BeforeEach
    void begin() {
        new Bootstrap(server.client(Users.API_SERVER)).namespaces();
        client.create(MAPS, ApiObject.of(new Gvk("", "v1", "ConfigMap"), "default", "one"), WriteOptions.NONE);
        assertThat(client.list(MAPS, ListOptions.ALL).items()).hasSize(1);
        ByteSequence other = ByteSequence.from("/other", StandardCharsets.UTF_8);
        etcd.client().getKVClient().put(other, other).join();
        asked.set(0);
    }

    @AfterEach
    void close() {
        server.close();
        loops.close();
        etcd.close();
    }

    @Test
    @DisplayName("a watch that is being made anew hears no request for progress, and is asked again")
    void asksAgain() {
        deaf = 2;
        assertThat(client.list(MAPS, ListOptions.ALL).revision()).isEqualTo(etcd.revision());
        assertThat(asked).hasValue(3);
    }

    @Test
    @DisplayName("a list that may not be old comes from etcd itself when the cache does not catch up")
    void readsFromEtcdItself() {
        deaf = Integer.MAX_VALUE;
        assertThat(client.list(MAPS, ListOptions.ALL).revision()).isEqualTo(etcd.revision());
        assertThat(client.list(MAPS, ListOptions.ALL).items())
                .extracting(ApiObject::name)
                .containsExactly("one");
    }

    private int as(String token) throws ConnectException {
        Headers headers = new Headers();
        headers.add("Authorization", "Bearer " + token);
        return server.http((where, what) -> {})
                .send(Users.ADMIN, "GET", "/version", headers, new byte[0])
                .status();
    }

    @Test
    @DisplayName(
            "a token is no good any more as soon as the deletion of its account was answered, seen by the cache or not")
    void aDeletedAccountIsNobody() throws ConnectException {
        ResourceRef accounts = ResourceRef.of(Resources.SERVICE_ACCOUNTS, "default");
        ApiObject robot = ApiObject.of(new Gvk("", "v1", "ServiceAccount"), "default", "robot");
        ResourceRef one = ResourceRef.of(Resources.SERVICE_ACCOUNTS, "default", "robot");
        silent = true;
        client.create(accounts, robot, WriteOptions.NONE);
        ApiObject request = ApiObject.of(new Gvk("authentication.k8s.io", "v1", "TokenRequest"), "default", "robot");
        String token = client.create(one.sub("token"), request, WriteOptions.NONE)
                .at("status", "token")
                .asText();
        assertThat(as(token)).as("known, but allowed nothing").isEqualTo(403);
        client.delete(one, DeleteOptions.NONE);
        assertThat(as(token)).isEqualTo(401);
        client.create(accounts, robot, WriteOptions.NONE);
        assertThat(as(token)).as("another account of that name").isEqualTo(401);
    }
}
