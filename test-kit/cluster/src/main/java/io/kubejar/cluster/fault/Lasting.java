package io.kubejar.cluster.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The faults of a cluster that last, in the order in which they were begun. Thread-safe. */
final class Lasting {
    private final AtomicInteger numbers = new AtomicInteger();
    private final List<Disturbance> active = new ArrayList<>(); // guarded by itself

    /** One that has begun: how it can be typed, and what undoes it. */
    Disturbance begin(String what, Runnable undo) {
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

    List<Disturbance> active() {
        synchronized (active) {
            return List.copyOf(active);
        }
    }

    /** Undoes all but some, the youngest first; what cannot be undone before the others, after them. */
    void undoAllBut(List<Disturbance> kept) {
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
}
