package io.kubejar.junit;

import io.kubejar.cluster.KubeCluster;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cluster of one test or class, made when it is first asked for, with what hangs on it. Thread-safe. */
final class TestCluster {
    private final KubeTest settings;
    private final Deque<AutoCloseable> closing = new ArrayDeque<>(); // guarded by this
    private @Nullable KubeCluster cluster; // guarded by this
    private int faultsTold; // guarded by this

    TestCluster(KubeTest settings) {
        this.settings = settings;
    }

    synchronized KubeCluster cluster() {
        KubeCluster running = cluster;
        if (running == null) {
            running = KubeCluster.builder()
                    .nodes(settings.nodes())
                    .podStartDelay(Duration.ofMillis(settings.podStartMillis()))
                    .start();
            cluster = running;
            closing.push(running);
        }
        return running;
    }

    /** A client of the user's class path, closed with the cluster. */
    synchronized Object client(Class<?> type) {
        Object client = UserClients.make(type, cluster().kubeconfig());
        if (client instanceof AutoCloseable closeable) {
            closing.push(closeable);
        }
        return client;
    }

    /** How many writes there are so far. */
    synchronized int writes() {
        return cluster == null ? 0 : cluster.timeline().entries().size();
    }

    /** What happened since there were so many writes, or null when no cluster was asked for. */
    synchronized @Nullable ClusterStory story(int since) {
        return cluster == null ? null : ClusterStory.of(cluster, since);
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

    /** Closes clients and cluster, the youngest first; all of them, also when one fails. */
    synchronized void close() throws Exception {
        Exception first = null;
        while (!closing.isEmpty()) {
            try {
                closing.pop().close();
            } catch (Exception e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        cluster = null;
        if (first != null) {
            throw first;
        }
    }
}
