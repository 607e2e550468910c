package io.kubejar.cluster;

import io.kubejar.controllers.ClusterFacts;
import io.kubejar.controllers.Controllers;
import io.kubejar.controllers.garbagecollector.GarbageCollector;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ServedResources;
import io.kubejar.core.informer.Informer;
import io.kubejar.core.informer.Informers;
import io.kubejar.core.life.Life;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.reconcile.ControllerLoop;
import io.kubejar.server.ApiServer;
import io.kubejar.server.authn.UserInfo;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * One run of the controller manager, from its start or its election to its end: all controllers on local copies that they
 * share. One that was killed and starts anew has copies of its own. Thread-safe.
 */
final class Manager {
    /** The name of the one that is no {@link io.kubejar.core.reconcile.Controller}. */
    static final String GARBAGE_COLLECTOR = "garbage-collector";

    private final Function<UserInfo, ApiClient> as;
    private final Loops loops;
    private final Ground ground;
    private final ApiServer server;
    private final SharedServed.View served;
    private final Set<String> dead;
    private final Map<String, Life> running = new LinkedHashMap<>(); // guarded by this
    private volatile boolean unpruned; // whether no collector looks after the copies that are shared

    /**
     * One that does not run yet.
     *
     * @param as the client that acts as somebody for as long as this run lasts
     * @param loops that stop with this run
     * @param served what discovery tells during this run
     * @param dead the names of controllers that are not to run; may change at any time
     */
    Manager(
            Function<UserInfo, ApiClient> as,
            Loops loops,
            Ground ground,
            ApiServer server,
            SharedServed.View served,
            Set<String> dead) {
        this.as = as;
        this.loops = loops;
        this.ground = ground;
        this.server = server;
        this.served = served;
        this.dead = dead;
    }

    /** Starts every controller that is not dead. */
    synchronized void start() {
        Informers copies = new Informers("manager", as.apply(Users.CONTROLLER_MANAGER), loops);
        for (String name : Controllers.names()) {
            begin(name, copies);
        }
        unpruned = dead.contains(GARBAGE_COLLECTOR);
        begin(GARBAGE_COLLECTOR, copies);
        hold(copies);
        served.onChange(() -> prune(copies));
    }

    /** Not one that can be killed: it stands for machines of another cluster. */
    private void hold(Informers copies) {
        HeldNodes held = new HeldNodes(copies, ground.options().heartbeats());
        new ControllerLoop(held, as.apply(Users.API_SERVER), copies, loops).start();
    }

    /**
     * A collector that was killed no longer sees to it that nobody lists what is not served any more, nor does the one after
     * it, which has copies of its own.
     */
    private void prune(Informers copies) {
        if (!unpruned) {
            return;
        }
        Set<Gvr> now = new HashSet<>();
        served.all().forEach(one -> now.add(one.resource()));
        for (Informer informer : copies.all()) {
            if (!now.contains(informer.resource())) {
                copies.remove(informer.resource());
            }
        }
    }

    /** Ends one controller as it stands. */
    synchronized void kill(String name) {
        unpruned |= name.equals(GARBAGE_COLLECTOR);
        Life ended = running.remove(name);
        if (ended != null) {
            ended.end();
        }
    }

    /** Starts one controller that was killed, with local copies of its own. */
    synchronized void startAnew(String name) {
        kill(name);
        Life life = new Life(name, loops);
        running.put(name, life);
        Informers own = new Informers(name, life.client(as.apply(Users.CONTROLLER_MANAGER)), life.loops());
        run(name, life, own);
    }

    private void begin(String name, Informers copies) {
        if (!dead.contains(name)) {
            Life life = new Life(name, loops);
            running.put(name, life);
            run(name, life, copies);
        }
    }

    private void run(String name, Life life, Informers copies) {
        if (name.equals(GARBAGE_COLLECTOR)) {
            ApiClient client = life.client(as.apply(Users.component(GarbageCollector.USER)));
            new GarbageCollector(client, copies, served, life.loops()).start();
            return;
        }
        var controller = Controllers.one(name, copies, facts(served));
        ApiClient client = life.client(as.apply(Users.component(controller.user())));
        new ControllerLoop(
                        controller,
                        client,
                        copies,
                        life.loops(),
                        ground.recorders().activity())
                .start();
    }

    private ClusterFacts facts(ServedResources told) {
        return new ClusterFacts(
                told,
                ground.pki().authority().certificatePem(),
                server::tokenFor,
                ground.options().heartbeats());
    }

    /** Lets go of what is outside of its loops. */
    void close() {
        served.close();
    }
}
