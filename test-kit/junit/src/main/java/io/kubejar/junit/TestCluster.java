package io.kubejar.junit;

import io.kubejar.cluster.KubeCluster;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The cluster of one test or class, made when it is first asked for, with what hangs on it. Thread-safe. */
final class TestCluster {
    private final KubeTest settings;
    /** What closes the clients of a test or class, by its id; the youngest first. */
    private final Map<String, Deque<AutoCloseable>> clients = new HashMap<>(); // guarded by this

    private @Nullable KubeCluster cluster; // guarded by this
    private long bootstrap; // guarded by this; how many writes the start of the cluster made
    private int faultsTold; // guarded by this

    TestCluster(KubeTest settings) {
        this.settings = settings;
    }

    /** Whether a value of this type can be given. */
    static boolean gives(Class<?> type) {
        return type == KubeCluster.class || UserClients.knows(type);
    }

    /** The cluster, or a client of the user's class path that is closed with its owner. */
    synchronized Object give(Class<?> type, String owner) {
        if (type == KubeCluster.class) {
            return cluster();
        }
        UserClients.Made made = UserClients.make(type, cluster().kubeconfig());
        clients.computeIfAbsent(owner, id -> new ArrayDeque<>()).push(made.closing());
        return made.client();
    }

    private synchronized KubeCluster cluster() {
        KubeCluster running = cluster;
        if (running == null) {
            running = KubeCluster.builder()
                    .nodes(settings.nodes())
                    .podStartDelay(Duration.ofMillis(settings.podStartMillis()))
                    .start();
            cluster = running;
            bootstrap = running.timeline().count();
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
        if (cluster != null) {
            closing.add(cluster);
            cluster = null;
        }
        Closing.all(closing);
    }
}
