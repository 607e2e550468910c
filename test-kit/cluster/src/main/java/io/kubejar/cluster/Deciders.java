package io.kubejar.cluster;

import io.kubejar.controllers.Controllers;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.election.ElectionTiming;
import io.kubejar.core.election.Elector;
import io.kubejar.core.election.Term;
import io.kubejar.core.informer.Informers;
import io.kubejar.core.life.Life;
import io.kubejar.core.loop.Loops;
import io.kubejar.scheduler.loop.Scheduler;
import io.kubejar.server.ApiServer;
import io.kubejar.server.authn.UserInfo;
import io.kubejar.server.registry.RegisteredResources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Controllers and scheduler: what only one of several servers on a store may run. They run at once, or while this server
 * holds the Leases {@code kube-controller-manager} and {@code kube-scheduler}; each new term begins with local copies of
 * its own. Each of the two, and each controller, can be killed and started anew by its name.
 */
final class Deciders implements AutoCloseable {
    static final String MANAGER = "kube-controller-manager";
    static final String SCHEDULER = "kube-scheduler";

    private final ApiServer server;
    private final Ground ground;
    private final String candidate;
    private final SharedServed served;
    private final Program managerProgram;
    private final Program schedulerProgram;
    private final Map<String, Elector> electors = new ConcurrentHashMap<>();
    private final Set<String> dead = ConcurrentHashMap.newKeySet(); // programs and single controllers that were killed
    private volatile @Nullable Manager manager;

    /** Starts them, or stands for election. */
    Deciders(ApiServer server, Ground ground) {
        this.server = server;
        this.ground = ground;
        served = new SharedServed(new RegisteredResources(server.registry()));
        String identity = ground.options().leaderElection() ? identity() : "";
        candidate = identity.isEmpty() ? "kubejar" : identity;
        managerProgram = program(MANAGER, identity, Users.CONTROLLER_MANAGER, this::manager);
        schedulerProgram = program(SCHEDULER, identity, Users.SCHEDULER, this::scheduler);
        start();
    }

    /** Starts them anew once they have been stopped, but for what was killed: they see what is there as after a restart. */
    void start() {
        for (String name : List.of(MANAGER, SCHEDULER)) {
            if (!dead.contains(name)) {
                program(name).start();
            }
        }
    }

    private Program program(String name) {
        return name.equals(MANAGER) ? managerProgram : schedulerProgram;
    }

    private static boolean isProgram(String name) {
        return name.equals(MANAGER) || name.equals(SCHEDULER);
    }

    private String identity() {
        return "kubejar_" + ground.chance().uuid();
    }

    private Program program(
            String name, String identity, UserInfo user, BiConsumer<Function<UserInfo, ApiClient>, Loops> work) {
        if (!ground.options().leaderElection()) {
            return new Program(name, ground.loops(), life -> {
                work.accept(who -> life.client(server.client(who)), life.loops());
                return () -> {};
            });
        }
        String[] next = {identity};
        return new Program(name, ground.loops(), life -> {
            Elector elector = elector(name, next[0], user, life, work);
            next[0] = ""; // a process that comes after it is another candidate
            electors.put(name, elector);
            elector.start();
            return elector::close;
        });
    }

    private Elector elector(
            String lease,
            String identity,
            UserInfo user,
            Life life,
            BiConsumer<Function<UserInfo, ApiClient>, Loops> work) {
        return new Elector(
                lease,
                identity.isEmpty() ? identity() : identity,
                life.client(server.client(user)),
                life.loops(),
                ground.chance(),
                ElectionTiming.DEFAULTS,
                (Term term) -> work.accept(who -> term.client(life.client(server.client(who))), term.loops()));
    }

    private void manager(Function<UserInfo, ApiClient> as, Loops loops) {
        endManager();
        Manager begun = new Manager(as, loops, ground, server, served.view(), dead);
        manager = begun;
        if (dead.contains(MANAGER)) { // killed while it was elected
            endManager();
            return;
        }
        begun.start();
    }

    private void scheduler(Function<UserInfo, ApiClient> as, Loops loops) {
        Informers copies = new Informers("scheduler", as.apply(Users.SCHEDULER), loops);
        new Scheduler(as.apply(Users.SCHEDULER), copies, loops, ground.chance()).start();
    }

    /** The names of what can be killed here. */
    static List<String> names() {
        List<String> out = new ArrayList<>(List.of(MANAGER, SCHEDULER));
        Stream.concat(Controllers.names().stream(), Stream.of(Manager.GARBAGE_COLLECTOR))
                .sorted()
                .forEach(out::add);
        return out;
    }

    /** Ends the scheduler, the controller manager or one of its controllers as it stands; the name is one of those. */
    void kill(String name) {
        dead.add(name);
        if (isProgram(name)) {
            program(name).kill();
            electors.remove(name);
            if (name.equals(MANAGER)) {
                endManager();
            }
            return;
        }
        Manager running = manager;
        if (running != null) {
            running.kill(name);
        }
    }

    /** Starts anew what was killed. A single controller waits for its manager where that does not run. */
    void start(String name) {
        boolean wasDead = dead.remove(name);
        if (isProgram(name)) {
            program(name).start();
            return;
        }
        Manager running = manager;
        if (wasDead && running != null) {
            running.startAnew(name);
        }
    }

    /** As what this server first stood for election; always the same word when it stands for none. */
    String candidate() {
        return candidate;
    }

    /** Whether this server is the one whose controllers and scheduler work. */
    boolean lead() {
        return !ground.options().leaderElection()
                || (electors.size() == 2 && electors.values().stream().allMatch(Elector::leads));
    }

    /** Stops them until {@link #start()}; whoever waits for the lead gets it at once. */
    void stop() {
        managerProgram.close();
        schedulerProgram.close();
        electors.clear();
        endManager();
    }

    @Override
    public void close() {
        stop();
    }

    private void endManager() {
        Manager last = manager;
        manager = null;
        if (last != null) {
            last.close();
        }
    }
}
