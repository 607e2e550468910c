package io.kubejar.cluster;

import io.kubejar.core.client.ServedResources;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What discovery tells, for programs that begin and end: whoever has ended is told nothing more. Thread-safe. */
final class SharedServed {
    private final ServedResources served;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** Tells what these tell. */
    SharedServed(ServedResources served) {
        this.served = served;
        served.onChange(() -> listeners.forEach(Runnable::run));
    }

    /** For one program. */
    View view() {
        return new View();
    }

    /** What one program is told, until it ends. */
    final class View implements ServedResources, AutoCloseable {
        private final List<Runnable> own = new ArrayList<>(); // guarded by this
        private boolean closed; // guarded by this

        private View() {}

        @Override
        public Collection<Served> all() {
            return served.all();
        }

        @Override
        public synchronized void onChange(Runnable listener) {
            if (!closed) {
                own.add(listener);
                listeners.add(listener);
            }
        }

        @Override
        public synchronized void close() {
            closed = true;
            listeners.removeAll(own);
            own.clear();
        }
    }
}
