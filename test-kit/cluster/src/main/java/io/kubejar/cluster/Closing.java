package io.kubejar.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What is open and has to be closed, the last first. Thread-safe. */
final class Closing implements AutoCloseable {
    private final Deque<Runnable> open = new ArrayDeque<>(); // guarded by this

    /** This is to be done before everything that was pushed earlier; gives what takes it out, because it has been done. */
    synchronized Runnable push(Runnable ending) {
        open.push(ending);
        return () -> remove(ending);
    }

    private synchronized void remove(Runnable ending) {
        open.removeIf(one -> one == ending);
    }

    /**
     * Does all of it, each once. What throws keeps nothing else from being closed; the first of it is thrown in the end. Who
     * calls it meanwhile waits until it is done.
     */
    @Override
    public synchronized void close() {
        RuntimeException first = null;
        while (!open.isEmpty()) {
            first = closed(open.pop(), first);
        }
        if (first != null) {
            throw first;
        }
    }

    private static @Nullable RuntimeException closed(Runnable ending, @Nullable RuntimeException before) {
        try {
            ending.run();
            return before;
        } catch (RuntimeException e) {
            if (before == null) {
                return e;
            }
            before.addSuppressed(e);
            return before;
        }
    }
}
