package io.kubejar.junit;

import io.kubejar.cluster.KubeCluster;
import io.kubejar.cluster.Mode;
import io.kubejar.core.time.SystemClock;
import java.time.Duration;
import java.util.List;

/** What the extension sees to after a test: the store is sound, and clients have closed their watches. */
final class StoreChecks {
    /** A connection that its client has closed is noticed a little later by the server. */
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private StoreChecks() {}

    /** Fails when something is wrong with the store. */
    static void store(TestCluster cluster) {
        List<String> wrong = cluster.violations();
        if (!wrong.isEmpty()) {
            throw new AssertionError("the store is not sound:\n  " + String.join("\n  ", wrong));
        }
    }

    /** Fails when a watch is left after all clients that the cluster has given were closed. */
    static void watches(KubeCluster cluster) {
        if (!cluster.openWatches().isEmpty() && cluster.http().mode() == Mode.SEEDED) {
            cluster.settle(); // there it is noticed in its turn, and nobody else lets things take their turns
        }
        List<String> open = cluster.openWatches();
        long end = SystemClock.INSTANCE.nanos() + CLOSING.toNanos();
        while (!open.isEmpty() && SystemClock.INSTANCE.nanos() < end) {
            Thread.onSpinWait();
            open = cluster.openWatches();
        }
        if (!open.isEmpty()) {
            throw new AssertionError("watches are left open: " + String.join(", ", open));
        }
    }
}
