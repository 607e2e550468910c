package io.kubejar.cluster.fault;

import io.etcd.jetcd.Client;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.loop.Loops;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.kubelet.fleet.KubeletFleet;
import io.kubejar.server.ApiServer;
import io.kubejar.server.pipeline.Interceptor;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What can go wrong in a cluster, on purpose. What lasts is a {@link Disturbance} that undoes it; what happens once, such
 * as a reboot, has nothing to undo. Thread-safe but in a seeded cluster.
 *
 * <pre>{@code
 * try (Disturbance fault = cluster.disturb().fail(Match.ALL.verb("update").resource("leases.coordination.k8s.io"), 503)) {
 *     cluster.time().advance(Duration.ofMinutes(1));
 * }
 * }</pre>
 */
public final class Disturbances {
    /** Where a running cluster is told what to do to itself; answered also while its API server is down. */
    public static final String CONTROL = "/kubejar/";

    private final StoreFaults store;
    private final EtcdFaults etcd;
    private final NodeFaults nodes;
    private final RequestFaults requests = new RequestFaults();
    private final WatchFaults watches;
    private final ClockFaults clock;
    private final Killed killed;
    private final Loops loops;
    private final Lasting lasting = new Lasting();

    /**
     * Nothing is disturbed yet.
     *
     * @param store what the server takes for its etcd
     * @param etcd the etcd behind it
     * @param embedded that etcd when it is kubejar's own, null when it is a real one
     * @param fleet the nodes, asked for when a fault is about one
     * @param server whose etcd that is
     * @param admin may do everything
     * @param components all but the server and the kubelets
     */
    public Disturbances(
            Loops loops,
            StoreFaults store,
            Client etcd,
            @Nullable EtcdServer embedded,
            Supplier<KubeletFleet> fleet,
            ApiServer server,
            ApiClient admin,
            Components components) {
        this.loops = loops;
        this.store = store;
        this.etcd = new EtcdFaults(etcd, embedded);
        nodes = new NodeFaults(fleet, admin);
        watches = new WatchFaults(loops);
        clock = new ClockFaults(loops);
        killed = new Killed(components, nodes, server, watches, CONTROL);
    }

    /** What the server's pipeline is to ask. */
    public Interceptor interceptor() {
        return new FaultInterceptor(killed, requests, watches);
    }

    private Disturbance strike(
            String what, RequestFaults.Moment moment, Match which, int times, RequestFaults.Strike strike) {
        if (times < 1) {
            throw new IllegalArgumentException("a fault strikes at least once, not " + times + " times");
        }
        Disturbance[] made = new Disturbance[1];
        Runnable remove = requests.add(moment, which, times, strike, () -> made[0].undo());
        made[0] = lasting.begin(what, remove);
        return made[0];
    }

    /** Requests that fit are refused with a code: 403, 404, 409, 410, 429, 500, 503 or 504. Nothing of them is done. */
    public Disturbance fail(Match which, int code) {
        return fail(which, code, RequestFaults.FOR_EVER);
    }

    /** Like {@link #fail(Match, int)}, but only the next so many. */
    public Disturbance fail(Match which, int code, int times) {
        RequestFaults.check(code);
        return strike(
                Words.of("fail", which, "code=" + code, Words.times(times)),
                RequestFaults.Moment.BEFORE,
                which,
                times,
                call -> {
                    throw RequestFaults.failure(code, call);
                });
    }

    /** The next so many requests that fit meet the conflict of somebody who was faster. */
    public Disturbance conflict(Match which, int times) {
        return fail(which, 409, times);
    }

    /** The next so many requests that fit are carried out, but their clients are told that time was up. */
    public Disturbance loseAnswer(Match which, int times) {
        return strike(
                Words.of("lose-answer", which, Words.times(times)), RequestFaults.Moment.AFTER, which, times, call -> {
                    throw StatusException.of(Reason.TIMEOUT, "the answer was lost: a fault was asked for");
                });
    }

    /**
     * Requests that fit are held up for so long.
     *
     * @throws IllegalStateException in a cluster whose time stands still
     */
    public Disturbance delay(Match which, Duration by) {
        clock.requireThatItGoes();
        return strike(
                Words.of("delay", which, Words.by(by)),
                RequestFaults.Moment.BEFORE,
                which,
                RequestFaults.FOR_EVER,
                call -> clock.hold(by));
    }

    /** Cuts the connections of open watches that fit; gives how many there were. */
    public int cutWatches(Match which) {
        return watches.end(which, null);
    }

    /** Ends open watches that fit with 410 Gone, so that their clients have to list again; gives how many there were. */
    public int expireWatches(Match which) {
        return watches.end(which, StatusException.expired("too old resource version: a fault was asked for"));
    }

    /** Holds back by so long what watches that fit are sent, in its order; also for watches that begin later. */
    public Disturbance delayWatches(Match which, Duration by) {
        return lasting.begin(Words.of("delay-watches", which, Words.by(by)), watches.delay(which, by));
    }

    /** Watches that fit and begin anew after a cut are sent once more what they were sent last. */
    public Disturbance repeatOnReconnect(Match which) {
        return lasting.begin(Words.of("repeat-on-reconnect", which), watches.repeat(which));
    }

    /** Compacts the store up to now and ends every watch with 410 Gone: whoever watches has to list again. */
    public void compact() {
        etcd.compact();
        expireWatches(Match.ALL);
    }

    /** The server cannot reach its etcd. */
    public Disturbance etcdUnavailable() {
        return lasting.begin("etcd-unavailable", store.unavailable());
    }

    /**
     * The server waits for so long for each answer of its etcd, as on a slow disk; after 30 s it gives up.
     *
     * @throws IllegalStateException in a cluster whose time stands still
     */
    public Disturbance slowEtcd(Duration by) {
        clock.requireThatItGoes();
        return lasting.begin(Words.of("slow-etcd", Match.ALL, Words.by(by)), store.slow(by, loops.loop("slow-etcd")));
    }

    /**
     * The embedded etcd has no room left: it raises the alarm NOSPACE and refuses whatever takes some, until it is undone,
     * which disarms the alarm.
     *
     * @throws IllegalStateException on a real etcd
     */
    public Disturbance etcdOutOfSpace() {
        return lasting.begin("etcd-out-of-space", etcd.outOfSpace());
    }

    /**
     * Pulls the plug of a node. When it is undone the machine starts anew, and with it the node's containers, unless another
     * fault keeps the node down: then once that is undone too.
     */
    public Disturbance loseNode(String name) {
        return lasting.begin("lose-node " + name, nodes.lose(name));
    }

    /** Starts a node's machine anew: no container outlives it. What keeps the node down goes on doing so. */
    public void rebootNode(String name) {
        nodes.reboot(name);
    }

    /** Lets no more pods onto a node. */
    public Disturbance cordonNode(String name) {
        return lasting.begin("cordon-node " + name, nodes.cordon(name));
    }

    /**
     * Lets no more pods onto a node and evicts those that are there, but for those of DaemonSets.
     *
     * @return those that were kept, for example by a disruption budget, and why
     */
    public List<String> drainNode(String name) {
        return nodes.drain(name);
    }

    /** A node and the server no longer hear each other: its pods go on, but nobody is told and it is told nothing. */
    public Disturbance partitionNode(String name) {
        return lasting.begin("partition-node " + name, nodes.partition(name, requests));
    }

    /**
     * Kills a component as it stands: {@code kube-apiserver}, {@code kube-controller-manager}, {@code kube-scheduler}, a
     * single controller such as {@code deployment-controller}, or {@code kubelet/NODE}. What it was doing is lost, what it
     * has asked for happens; a killed kubelet's containers run on. When it is undone the component starts anew, as a new
     * process that knows nothing but what it finds.
     *
     * <p>While the API server is down its watches and connections are gone and every request is refused; started anew it goes
     * on from what etcd has.
     *
     * @throws IllegalArgumentException when there is no such component; the message names those there are
     * @throws IllegalStateException when it is down already
     */
    public Disturbance killComponent(String name) {
        killed.kill(name);
        return lasting.begin("kill " + name, () -> killed.start(name));
    }

    /**
     * Kills a component and starts it anew at once; see {@link #killComponent}. One that cannot start, as the API server
     * while its etcd does not answer, stays killed until that is undone.
     */
    public void restartComponent(String name) {
        killComponent(name).undo();
    }

    /**
     * Sets the wall clock forward or back, as an administrator or a time server might; no timer is run for it.
     *
     * @throws IllegalStateException in a live cluster, whose clock is the machine's
     */
    public void jumpClock(Duration by) {
        clock.jump(by);
    }

    /** What lasts at the moment, in the order in which it was begun. */
    public List<Disturbance> active() {
        return lasting.active();
    }

    /** Undoes everything that lasts, the youngest first; what cannot be undone before the others, after them. */
    public void undoAll() {
        undoAllBut(List.of());
    }

    /** Like {@link #undoAll}, but leaves some. */
    public void undoAllBut(List<Disturbance> kept) {
        lasting.undoAllBut(kept);
    }
}
