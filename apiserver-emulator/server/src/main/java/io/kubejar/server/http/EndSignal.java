package io.kubejar.server.http;

import org.jspecify.annotations.Nullable;

/** Tells one listener once that something has ended, whichever of the two comes first. */
final class EndSignal {
    private final Transport transport;
    private boolean ended; // guarded by this
    private @Nullable Runnable listener; // guarded by this

    EndSignal(Transport transport) {
        this.transport = transport;
    }

    void listen(Runnable callback) {
        synchronized (this) {
            if (!ended) {
                listener = callback;
                return;
            }
        }
        callback.run();
    }

    /** True for the first call. */
    boolean end() {
        Runnable callback;
        synchronized (this) {
            if (ended) {
                return false;
            }
            ended = true;
            callback = listener;
            listener = null;
        }
        if (callback != null) {
            transport.call("at the end of a stream", callback);
        }
        return true;
    }
}
