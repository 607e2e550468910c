package io.kubejar.cluster;

import io.kubejar.controllers.ClusterFacts;
import io.kubejar.controllers.Controllers;
import io.kubejar.controllers.garbagecollector.GarbageCollector;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.informer.Informers;
import io.kubejar.core.loop.LiveLoops;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.reconcile.ControllerLoop;
import io.kubejar.core.time.SystemClock;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.server.ApiServer;
import io.kubejar.server.authn.UserInfo;
import java.util.List;

/** Under construction in the next step: etcd, API server and controllers in one JVM. */
public final class KubeCluster implements AutoCloseable {
    private final Loops loops =
            new LiveLoops("kubejar", SystemClock.INSTANCE, (loop, fault) -> fault.printStackTrace());
    private final Chance chance = Chance.secure();
    private final EtcdServer etcd =
            EtcdServer.builder().loops(loops).chance(chance).start();
    private final Timeline timeline = new Timeline(loops.clock()::now);
    private final ApiServer server;
    private final Informers informers;

    public KubeCluster() {
        server = new ApiServer(etcd.client(), loops, chance, call -> {}, timeline);
        UserInfo manager = UserInfo.of("system:kube-controller-manager", "system:authenticated");
        informers = new Informers("kube-controller-manager", server.client(manager), loops);
        ClusterFacts facts = new ClusterFacts(new RegistryResources(server.registry()), "", (account, secret) -> {
            throw StatusException.internal("this server signs no tokens");
        });
        new GarbageCollector(component(GarbageCollector.USER), informers, facts.served(), loops).start();
        Controllers.all(informers, chance, facts)
                .forEach(controller ->
                        new ControllerLoop(controller, component(controller.user()), informers, loops).start());
    }

    private ApiClient component(String user) {
        return server.client(UserInfo.of(user, "system:serviceaccounts", "system:authenticated"));
    }

    public ApiClient client() {
        return server.client(UserInfo.of("admin", "system:masters", "system:authenticated"));
    }

    public Timeline timeline() {
        return timeline;
    }

    public Loops loops() {
        return loops;
    }

    public List<String> x() {
        return List.of();
    }

    @Override
    public void close() {
        informers.close();
        server.close();
        loops.close();
        etcd.close();
    }
}
