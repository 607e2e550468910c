package io.kubejar.cluster;

import io.kubejar.controllers.ClusterFacts;
import io.kubejar.controllers.Controllers;
import io.kubejar.controllers.garbagecollector.GarbageCollector;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.election.ElectionTiming;
import io.kubejar.core.election.Elector;
import io.kubejar.core.election.Term;
import io.kubejar.core.informer.Informers;
import io.kubejar.core.loop.LoopGroup;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.reconcile.ControllerLoop;
import io.kubejar.scheduler.loop.Scheduler;
import io.kubejar.server.ApiServer;
import io.kubejar.server.authn.UserInfo;
import io.kubejar.server.registry.RegisteredResources;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Controllers and scheduler: what only one of several servers on a store may run. They run at once, or while this server
 * holds the Leases {@code kube-controller-manager} and {@code kube-scheduler}; each new term begins with local copies of
 * its own.
 */
final class Deciders implements AutoCloseable {
    private final ApiServer server;
    private final Ground ground;
    private final List<Informers> informers = new ArrayList<>(); // guarded by this, as all that follows
    private final List<Elector> electors = new ArrayList<>();
    private @Nullable LoopGroup group;

    /** Starts them, or stands for election. */
    Deciders(ApiServer server, Ground ground) {
        this.server = server;
        this.ground = ground;
        start();
    }

    /** Starts them anew once they have been stopped: they see what is there as after a restart. */
    synchronized void start() {
        if (!ground.options().leaderElection()) {
            LoopGroup loops = new LoopGroup(ground.loops());
            group = loops;
            informers.add(manager(server::client, loops));
            informers.add(scheduler(server::client, loops));
            return;
        }
        String identity = "kubejar_" + ground.chance().uuid();
        electors.add(elector("kube-controller-manager", identity, Users.CONTROLLER_MANAGER, this::manager));
        electors.add(elector("kube-scheduler", identity, Users.SCHEDULER, this::scheduler));
        electors.forEach(Elector::start);
    }

    private Elector elector(
            String lease, String identity, UserInfo user, BiConsumer<Function<UserInfo, ApiClient>, Loops> work) {
        return new Elector(
                lease,
                identity,
                server.client(user),
                ground.loops(),
                ground.chance(),
                ElectionTiming.DEFAULTS,
                (Term term) -> work.accept(who -> term.client(server.client(who)), term.loops()));
    }

    private Informers manager(Function<UserInfo, ApiClient> as, Loops loops) {
        Informers copies = new Informers("manager", as.apply(Users.CONTROLLER_MANAGER), loops);
        RegisteredResources served = new RegisteredResources(server.registry());
        ClusterFacts facts = new ClusterFacts(
                served,
                ground.pki().authority().certificatePem(),
                server::tokenFor,
                ground.options().heartbeats());
        Controllers.all(copies, ground.chance(), facts)
                .forEach(controller -> new ControllerLoop(
                                controller,
                                as.apply(Users.component(controller.user())),
                                copies,
                                loops,
                                ground.recorders().activity())
                        .start());
        new ControllerLoop(
                        new HeldNodes(copies, ground.options().heartbeats()), as.apply(Users.API_SERVER), copies, loops)
                .start();
        new GarbageCollector(as.apply(Users.component(GarbageCollector.USER)), copies, served, loops).start();
        return copies;
    }

    private Informers scheduler(Function<UserInfo, ApiClient> as, Loops loops) {
        Informers copies = new Informers("scheduler", as.apply(Users.SCHEDULER), loops);
        new Scheduler(as.apply(Users.SCHEDULER), copies, loops, ground.chance()).start();
        return copies;
    }

    /** Whether this server is the one whose controllers and scheduler work. */
    synchronized boolean lead() {
        return group != null || (!electors.isEmpty() && electors.stream().allMatch(Elector::leads));
    }

    /** Stops them; whoever waits for the lead gets it at once. What they are in the middle of they do to its end. */
    synchronized void stop() {
        electors.forEach(Elector::close);
        electors.clear();
        informers.forEach(Informers::close);
        informers.clear();
        if (group != null) {
            group.close();
            group = null;
        }
    }

    @Override
    public void close() {
        stop();
    }
}
