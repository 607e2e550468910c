package io.kubejar.cluster.fault;

import java.util.concurrent.atomic.AtomicBoolean;

/** A fault that lasts until it is undone. Thread-safe. */
public final class Disturbance implements AutoCloseable {
    private final int number;
    private final String what;
    private final Runnable undo;
    private final AtomicBoolean undone = new AtomicBoolean();

    Disturbance(int number, String what, Runnable undo) {
        this.number = number;
        this.what = what;
        this.undo = undo;
    }

    /** Undoes it; without effect when it is undone already. What that throws leaves it as it was. */
    public void undo() {
        if (undone.compareAndSet(false, true)) {
            try {
                undo.run();
            } catch (RuntimeException e) {
                undone.set(false); // it lasts, and may be undone later
                throw e;
            }
        }
    }

    /** Which one it is among those of its cluster, from 1; no other one will ever have its number. */
    public int number() {
        return number;
    }

    /** The same as {@link #undo}. */
    @Override
    public void close() {
        undo();
    }

    /** Whether it is over. */
    public boolean isUndone() {
        return undone.get();
    }

    /** What it is, as it would be said on the command line. */
    @Override
    public String toString() {
        return what;
    }
}
