package io.kubejar.cluster.activity;

import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ObjectKey;
import io.kubejar.core.reconcile.Controller;
import io.kubejar.core.reconcile.ReconcileObserver;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts what users do. Thread-safe. */
public final class ActivityLog implements ReconcileObserver {
    /** What is counted of one user. */
    private static final class Tally {
        private long reconciles;
        private long failed;
        private long writes;
        private long unchanged;
        private long conflicts;
        private long refused;
        private final Map<String, Long> objects = new HashMap<>();

        Counts counts() {
            return new Counts(reconciles, failed, writes, unchanged, conflicts, refused);
        }
    }

    private final Map<String, Tally> tallies = new HashMap<>(); // guarded by this

    private Tally of(String user) {
        return tallies.computeIfAbsent(user, name -> new Tally());
    }

    @Override
    public synchronized void reconciled(Controller controller, ObjectKey key, boolean failed) {
        Tally tally = of(controller.user());
        tally.reconciles++;
        tally.failed += failed ? 1 : 0;
        tally.objects.merge("reconciled " + key, 1L, Long::sum);
    }

    /** A write was stored. */
    public synchronized void written(String user) {
        of(user).writes++;
    }

    /** A write changed nothing. */
    public synchronized void unchanged(String user, String path) {
        Tally tally = of(user);
        tally.unchanged++;
        tally.objects.merge("nothing to write at " + path, 1L, Long::sum);
    }

    /** A write was refused. */
    public synchronized void refused(String user, String path, StatusException why) {
        Tally tally = of(user);
        if (why.is(Reason.CONFLICT) || why.is(Reason.ALREADY_EXISTS)) {
            tally.conflicts++;
            tally.objects.merge("conflict at " + path, 1L, Long::sum);
        } else {
            tally.refused++;
        }
    }

    /** What has been counted so far. */
    public synchronized Activity activity() {
        Map<String, Counts> counts = new TreeMap<>();
        Map<String, Map<String, Long>> objects = new TreeMap<>();
        tallies.forEach((user, tally) -> {
            counts.put(user, tally.counts());
            objects.put(user, new TreeMap<>(tally.objects));
        });
        return new Activity(counts, objects);
    }
}
