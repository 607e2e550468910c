package io.kubejar.cluster.fault;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import io.etcd.jetcd.watch.WatchResponse;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Watches that can be cut off for a while and then go on from the revision after the last one they saw. Thread-safe. */
final class PausableWatch implements Watch {
    private final Watch real;
    private final Set<Relay> relays = new LinkedHashSet<>(); // guarded by this
    private boolean paused; // guarded by this

    PausableWatch(Watch real) {
        this.real = real;
    }

    @Override
    public Watcher watch(ByteSequence key, WatchOption option, Listener listener) {
        Relay relay = new Relay(key, option, listener);
        boolean now;
        synchronized (this) {
            relays.add(relay);
            now = !paused;
        }
        if (now) {
            relay.connect();
        }
        return relay;
    }

    void pause() {
        List<Relay> all;
        synchronized (this) {
            paused = true;
            all = List.copyOf(relays);
        }
        all.forEach(Relay::disconnect);
    }

    void resume() {
        List<Relay> all;
        synchronized (this) {
            paused = false;
            all = List.copyOf(relays);
        }
        all.forEach(Relay::connect);
    }

    @Override
    public void requestProgress() {
        boolean connected;
        synchronized (this) {
            connected = !paused;
        }
        if (connected) {
            real.requestProgress();
        }
    }

    @Override
    public void close() {
        real.close();
    }

    /** One watch, with or without a connection. */
    private final class Relay implements Watcher {
        private final ByteSequence key;
        private final WatchOption option;
        private final Listener listener;
        private long next; // guarded by this
        private int connection; // guarded by this
        private @Nullable Watcher below; // guarded by this
        private volatile boolean closed;

        Relay(ByteSequence key, WatchOption option, Listener listener) {
            this.key = key;
            this.option = option;
            this.listener = listener;
            next = option.getRevision();
        }

        void connect() {
            int mine;
            WatchOption from;
            synchronized (this) {
                if (closed || below != null) {
                    return;
                }
                mine = ++connection;
                from = WatchOption.builder()
                        .isPrefix(option.isPrefix())
                        .withRevision(next)
                        .withNoPut(option.isNoPut())
                        .withNoDelete(option.isNoDelete())
                        .withPrevKV(option.isPrevKV())
                        .withProgressNotify(option.isProgressNotify())
                        .withCreateNotify(option.isCreatedNotify())
                        .build();
            }
            Watcher made = real.watch(key, from, new Listener() {
                @Override
                public void onNext(WatchResponse response) {
                    if (seen(mine, response)) {
                        listener.onNext(response);
                    }
                }

                @Override
                public void onError(Throwable error) {
                    if (isCurrent(mine)) {
                        listener.onError(error);
                    }
                }

                @Override
                public void onCompleted() {
                    if (isCurrent(mine)) {
                        forget();
                        listener.onCompleted();
                    }
                }
            });
            synchronized (this) {
                if (mine == connection && !closed) {
                    below = made;
                    return;
                }
            }
            made.close();
        }

        private synchronized boolean isCurrent(int mine) {
            return mine == connection && !closed;
        }

        private synchronized boolean seen(int mine, WatchResponse response) {
            if (mine != connection || closed) {
                return false;
            }
            for (WatchEvent event : response.getEvents()) {
                next = Math.max(next, event.getKeyValue().getModRevision() + 1);
            }
            return true;
        }

        void disconnect() {
            Watcher cut;
            synchronized (this) {
                connection++;
                cut = below;
                below = null;
            }
            if (cut != null) {
                cut.close();
            }
        }

        private void forget() {
            synchronized (PausableWatch.this) {
                relays.remove(this);
            }
        }

        @Override
        public void close() {
            closed = true;
            forget();
            disconnect();
        }

        @Override
        public boolean isClosed() {
            return closed;
        }

        @Override
        public void requestProgress() {
            Watcher current;
            synchronized (this) {
                current = below;
            }
            if (current != null) {
                current.requestProgress();
            }
        }
    }
}
