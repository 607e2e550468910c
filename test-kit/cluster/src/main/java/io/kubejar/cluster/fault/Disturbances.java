package io.kubejar.cluster.fault;

import io.etcd.jetcd.Client;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.WatchHandler;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.time.Durations;
import io.kubejar.core.time.ManualClock;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.kubelet.fleet.KubeletFleet;
import io.kubejar.server.ApiServer;
import io.kubejar.server.pipeline.Interceptor;
import io.kubejar.server.request.Call;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    private static final int FOR_EVER = Integer.MAX_VALUE;

    private final Loops loops;
    private final StoreFaults store;
    private final Client etcd;
    private final @Nullable EtcdServer embedded;
    private final NodeFaults nodes;
    private final RequestFaults requests = new RequestFaults();
    private final WatchFaults watches;
    private final Killed killed;
    private final AtomicInteger numbers = new AtomicInteger();
    private final List<Disturbance> active = new ArrayList<>(); // guarded by itself

    /**
     * Nothing is disturbed yet.
     *
     * @param store what the server takes for its etcd
     * @param etcd the etcd behind it
     * @param embedded that etcd when it is kubejar's own, null when it is a real one
     * @param fleet the nodes, asked for when a fault is about one
     * @param server whose etcd that is
     * @param admin may do everything
     * @param components all but the server
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
        this.etcd = etcd;
        this.embedded = embedded;
        nodes = new NodeFaults(fleet, admin);
        watches = new WatchFaults(loops);
        killed = new Killed(components, server, watches, CONTROL);
    }

    /** What the server's pipeline is to ask. */
    public Interceptor interceptor() {
        return new Interceptor() {
            @Override
            public boolean arrives(String path) {
                return killed.arrives(path);
            }

            @Override
            public void before(Call call) {
                killed.requireServer();
                requests.strike(RequestFaults.Moment.BEFORE, call);
            }

            @Override
            public void after(Call call) {
                killed.requireServer(); // it was killed meanwhile: nobody hears its answer
                requests.strike(RequestFaults.Moment.AFTER, call);
            }

            @Override
            public WatchHandler watching(Call call, WatchHandler handler) {
                return watches.watching(call, handler);
            }

            @Override
            public ApiClient.Watch opened(Call call, WatchHandler handler, ApiClient.Watch watch) {
                ApiClient.Watch opened = watches.opened(handler, watch);
                try {
                    killed.requireServer();
                } catch (StatusException e) {
                    opened.close();
                    throw e;
                }
                return opened;
            }
        };
    }

    private Disturbance lasting(String what, Runnable undo) {
        Disturbance[] made = new Disturbance[1];
        Disturbance disturbance = new Disturbance(numbers.incrementAndGet(), what, () -> {
            undo.run();
            synchronized (active) {
                active.remove(made[0]);
            }
        });
        made[0] = disturbance;
        synchronized (active) {
            active.add(disturbance);
        }
        return disturbance;
    }

    private Disturbance strike(
            String what, RequestFaults.Moment moment, Match which, int times, RequestFaults.Strike strike) {
        if (times < 1) {
            throw new IllegalArgumentException("a fault strikes at least once, not " + times + " times");
        }
        Disturbance[] made = new Disturbance[1];
        Runnable remove = requests.add(moment, which, times, strike, () -> made[0].undo());
        made[0] = lasting(what, remove);
        return made[0];
    }

    /** Requests that fit are refused with a code: 403, 404, 409, 410, 429, 500, 503 or 504. Nothing of them is done. */
    public Disturbance fail(Match which, int code) {
        return fail(which, code, FOR_EVER);
    }

    /** Like {@link #fail(Match, int)}, but only the next so many. */
    public Disturbance fail(Match which, int code, int times) {
        RequestFaults.check(code);
        return strike(
                said("fail", which, "code=" + code, times(times)), RequestFaults.Moment.BEFORE, which, times, call -> {
                    throw RequestFaults.failure(code, call);
                });
    }

    /** The next so many requests that fit meet the conflict of somebody who was faster. */
    public Disturbance conflict(Match which, int times) {
        return fail(which, 409, times);
    }

    /** The next so many requests that fit are carried out, but their clients are told that time was up. */
    public Disturbance loseAnswer(Match which, int times) {
        return strike(said("lose-answer", which, times(times)), RequestFaults.Moment.AFTER, which, times, call -> {
            throw StatusException.of(Reason.TIMEOUT, "the answer was lost: a fault was asked for");
        });
    }

    /**
     * Requests that fit are held up for so long.
     *
     * @throws IllegalStateException in a cluster whose time stands still
     */
    public Disturbance delay(Match which, Duration by) {
        requireTimeThatGoes();
        return strike(said("delay", which, by(by)), RequestFaults.Moment.BEFORE, which, FOR_EVER, call -> hold(by));
    }

    private void requireTimeThatGoes() {
        if (loops.clock() instanceof ManualClock) {
            throw new IllegalStateException("where time stands still, a request that is held up would never go on;"
                    + " delay watches instead, or fail requests");
        }
    }

    private void hold(Duration by) {
        CountDownLatch over = new CountDownLatch(1);
        loops.loop("held-up-request").after(by, "a request that is held up", over::countDown);
        try {
            over.await(by.toMillis() + 1_000, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A fault as it can be typed. */
    private static String said(String verb, Match which, String... arguments) {
        return Stream.concat(Stream.of(verb, which.toString()), Stream.of(arguments))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static String by(Duration by) {
        return "by=" + Durations.text(by);
    }

    private static String times(int times) {
        return times == FOR_EVER ? "" : "times=" + times;
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
        return lasting(said("delay-watches", which, by(by)), watches.delay(which, by));
    }

    /** Watches that fit and begin anew after a cut are sent once more what they were sent last. */
    public Disturbance repeatOnReconnect(Match which) {
        return lasting(said("repeat-on-reconnect", which), watches.repeat(which));
    }

    /** Compacts the store up to now and ends every watch with 410 Gone: whoever watches has to list again. */
    public void compact() {
        try {
            var probe = io.etcd.jetcd.ByteSequence.from("/", StandardCharsets.UTF_8);
            long now = etcd.getKVClient().get(probe).join().getHeader().getRevision();
            etcd.getKVClient().compact(now).join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the store cannot be compacted: " + e.getMessage(), e);
        }
        expireWatches(Match.ALL);
    }

    /** The server cannot reach its etcd. */
    public Disturbance etcdUnavailable() {
        return lasting("etcd-unavailable", store.unavailable());
    }

    /**
     * The server waits for so long for each answer of its etcd, as on a slow disk; after 30 s it gives up.
     *
     * @throws IllegalStateException in a cluster whose time stands still
     */
    public Disturbance slowEtcd(Duration by) {
        requireTimeThatGoes();
        return lasting(said("slow-etcd", Match.ALL, by(by)), store.slow(by, loops.loop("slow-etcd")));
    }

    /**
     * The embedded etcd has no room left: it raises the alarm NOSPACE and refuses whatever takes some, until it is undone,
     * which disarms the alarm.
     *
     * @throws IllegalStateException on a real etcd
     */
    public Disturbance etcdOutOfSpace() {
        EtcdServer own = embedded;
        if (own == null) {
            throw new IllegalStateException(
                    "a real etcd is not kubejar's own to fill; start it with a small" + " --quota-backend-bytes");
        }
        own.outOfSpace(true);
        return lasting("etcd-out-of-space", () -> own.outOfSpace(false));
    }

    /** Pulls the plug of a node. When it is undone the machine starts anew, and with it the node's containers. */
    public Disturbance loseNode(String name) {
        return lasting("lose-node " + name, nodes.lose(name));
    }

    /** Starts a node's machine anew: no container outlives it. */
    public void rebootNode(String name) {
        nodes.reboot(name);
    }

    /** Lets no more pods onto a node. */
    public Disturbance cordonNode(String name) {
        return lasting("cordon-node " + name, nodes.cordon(name));
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
        nodes.require(name);
        Match ofNode = Match.ALL.user("system:node:" + name);
        Runnable heal = requests.add(RequestFaults.Moment.BEFORE, ofNode, FOR_EVER, call -> {
            throw StatusException.of(Reason.SERVICE_UNAVAILABLE, "the server cannot be reached: a fault was asked for");
        });
        return lasting("partition-node " + name, () -> {
            heal.run();
            nodes.nudge(name);
        });
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
        return lasting("kill " + name, () -> killed.start(name));
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
        if (!(loops.clock() instanceof ManualClock clock)) {
            throw new IllegalStateException("the clock of a live cluster is the machine's; use Mode.VIRTUAL");
        }
        clock.jumpTo(clock.now().plus(by));
    }

    /** What lasts at the moment, in the order in which it was begun. */
    public List<Disturbance> active() {
        synchronized (active) {
            return List.copyOf(active);
        }
    }

    /** Undoes everything that lasts, the youngest first; what cannot be undone before the others, after them. */
    public void undoAll() {
        undoAllBut(List.of());
    }

    /** One that cannot be undone keeps no other one from it; what the first of them threw is thrown in the end. */
    private static void undoLeft(List<Disturbance> left) {
        RuntimeException first = null;
        for (Disturbance one : left) {
            try {
                one.undo();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Like {@link #undoAll}, but leaves some. */
    public void undoAllBut(List<Disturbance> kept) {
        List<Disturbance> left = new ArrayList<>();
        List<Disturbance> all = new ArrayList<>(active());
        all.removeAll(kept);
        for (int i = all.size() - 1; i >= 0; i--) {
            try {
                all.get(i).undo();
            } catch (RuntimeException e) { // as an undrained node while the server is down
                left.add(all.get(i));
            }
        }
        undoLeft(left);
    }
}
