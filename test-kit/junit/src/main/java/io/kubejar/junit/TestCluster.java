package io.kubejar.junit;

import io.kubejar.cluster.ClusterHttp;
import io.kubejar.cluster.KubeCluster;
import io.kubejar.cluster.KubeClusterBuilder;
import io.kubejar.cluster.Mode;
import io.kubejar.cluster.activity.Activity;
import io.kubejar.cluster.fault.Disturbance;
import io.kubejar.cluster.fault.text.FaultText;
import io.kubejar.cluster.permissions.Grant;
import io.kubejar.core.client.ApiClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The cluster of one test or class, made when it is first asked for, with what hangs on it. Thread-safe. */
final class TestCluster {
    private final Supplier<KubeCluster> source;
    /** What closes the clients of a test or class, by its id; the youngest first. */
    private final Map<String, Deque<AutoCloseable>> clients = new HashMap<>(); // guarded by this

    private @Nullable KubeCluster cluster; // guarded by this
    private long bootstrap; // guarded by this; how many writes the start of the cluster made
    private int faultsTold; // guarded by this
    private @Nullable Activity bootstrapActivity; // guarded by this; what the start of the cluster did
    private final Grants grants = new Grants();

    /** One that is made by the source. */
    TestCluster(Supplier<KubeCluster> source) {
        this.source = source;
    }

    /** One that starts anew. */
    static TestCluster started(KubeTest settings, long seed) {
        return new TestCluster(() -> {
            KubeClusterBuilder builder = KubeCluster.builder()
                    .nodes(settings.nodes())
                    .podStartDelay(Duration.ofMillis(settings.podStartMillis()))
                    .heartbeats(settings.heartbeats())
                    .mode(settings.mode());
            return (settings.mode() == Mode.SEEDED ? builder.seed(seed) : builder).start();
        });
    }

    /** One that goes on from where this one is at rest when it is first asked for. */
    TestCluster copy(KubeTest settings, long seed) {
        return new TestCluster(() -> fork(settings.mode() == Mode.SEEDED, seed));
    }

    private synchronized KubeCluster fork(boolean seeded, long seed) {
        KubeCluster base = cluster();
        base.settle();
        return seeded ? base.fork(seed) : base.fork();
    }

    /** Whether a value of this type can be given. */
    static boolean gives(Class<?> type) {
        return type == KubeCluster.class || UserClients.knows(type);
    }

    /** Whether a client of this type can be given that has few rights. */
    static boolean givesGranted(Class<?> type) {
        return type == ApiClient.class || UserClients.knows(type);
    }

    /** The cluster, or a client of the user's class path that is closed with its owner. */
    synchronized Object give(Class<?> type, String owner) {
        if (type == KubeCluster.class) {
            return cluster();
        }
        return made(type, cluster().http(), cluster()::kubeconfig, owner);
    }

    /** A client that may do only what is granted. */
    synchronized Object giveGranted(Class<?> type, GrantOnly wanted, Class<?> tests, String owner) {
        Grant grant = grants.add(cluster(), wanted, tests, owner);
        return type == ApiClient.class
                ? cluster().accountClient(grant.namespace(), grant.account())
                : made(
                        type,
                        cluster().http().asAccount(grant.namespace(), grant.account()),
                        () -> cluster().kubeconfig(grant.namespace(), grant.account()),
                        owner);
    }

    /** A seeded cluster does not listen: there clients have no sockets. */
    private synchronized Object made(Class<?> type, ClusterHttp http, Supplier<String> kubeconfig, String owner) {
        UserClients.Made made = http.mode() == Mode.SEEDED
                ? UserClients.inProcess(type, http)
                : UserClients.make(type, kubeconfig.get());
        clients.computeIfAbsent(owner, id -> new ArrayDeque<>()).push(made.closing());
        return made.client();
    }

    /** What is wrong with the store of the cluster; nothing when no cluster was asked for. */
    synchronized List<String> violations() {
        return cluster == null ? List.of() : cluster.violations();
    }

    /** What was granted on this cluster. */
    Grants grants() {
        return grants;
    }

    /** What everybody did so far; null when no cluster was asked for. */
    synchronized @Nullable Activity activity() {
        return cluster == null ? null : cluster.activity();
    }

    /** What everybody did after a moment, or with null since the cluster was ready; null when no cluster was asked for. */
    synchronized @Nullable Activity activitySince(@Nullable Activity before) {
        Activity begin = before == null ? bootstrapActivity : before;
        return cluster == null || begin == null ? null : cluster.activity().since(begin);
    }

    private synchronized KubeCluster cluster() {
        KubeCluster running = cluster;
        if (running == null) {
            running = source.get();
            cluster = running;
            bootstrap = running.timeline().count();
            bootstrapActivity = running.activity();
        }
        return running;
    }

    /** How many writes there were so far. */
    synchronized long writes() {
        return cluster == null ? 0 : cluster.timeline().count();
    }

    /** What happened since there were so many writes and the cluster was ready; null when no cluster was asked for. */
    synchronized @Nullable String story(long since) {
        return cluster == null ? null : ClusterStory.of(cluster, Math.max(since, bootstrap));
    }

    /** Lets something go wrong in it. */
    void begin(FaultText fault) {
        KubeCluster disturbed;
        synchronized (this) {
            disturbed = cluster();
        }
        fault.begin(disturbed.disturb());
    }

    /** What goes wrong in it at the moment; nothing when no cluster was asked for. */
    synchronized List<Disturbance> disturbances() {
        return cluster == null ? List.of() : cluster.disturb().active();
    }

    /** Undoes what goes wrong in it but for some. */
    void undoAllBut(List<Disturbance> kept) {
        KubeCluster disturbed;
        synchronized (this) {
            disturbed = cluster;
        }
        if (disturbed != null) {
            disturbed.disturb().undoAllBut(kept);
        }
    }

    /** The faults that components have met since the last call. */
    synchronized List<String> newFaults() {
        if (cluster == null) {
            return List.of();
        }
        List<String> all = cluster.faults();
        List<String> fresh = all.subList(faultsTold, all.size());
        faultsTold = all.size();
        return fresh;
    }

    /** Closes the clients of a test or class; all of them, also when one fails. */
    synchronized void closeClients(String owner) throws Exception {
        Deque<AutoCloseable> closing = clients.remove(owner);
        if (closing != null) {
            Closing.all(closing);
        }
    }

    /** Closes the clients and then the cluster; all of them, also when one fails. */
    synchronized void close() throws Exception {
        List<AutoCloseable> closing = new ArrayList<>();
        clients.values().forEach(closing::addAll);
        clients.clear();
        KubeCluster running = cluster;
        if (running != null) {
            closing.add(() -> StoreChecks.watches(running));
            closing.add(running);
            cluster = null;
        }
        Closing.all(closing);
    }
}
