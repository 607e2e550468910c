package io.kubejar.server.storage;

import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.watch.WatchEvent;
import io.etcd.jetcd.watch.WatchResponse;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.loop.Backoff;
import io.kubejar.core.loop.Loop;
import io.kubejar.core.object.ApiObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * All objects of one resource as etcd has them, fed by one etcd watch, with a bounded window of past events. Every list
 * and every watch is served from here.
 *
 * <p>Guarantees: events are seen in the order of their revisions, each once, without a gap; whatever ends the etcd watch
 * is answered by watching again from the next revision, or by listing anew when that one was compacted. jetcd's own
 * resuming is never relied on: it loses events.
 */
public final class WatchCache implements AutoCloseable {
    private static final int WINDOW = 4096;
    private static final long FRESH_WITHIN_MS = 3000;
    private static final long ASK_EVERY_MS = 100; // as upstream's progressRequestPeriod
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LAST_RETRY = Duration.ofSeconds(30);

    private final Etcd etcd;
    private final String prefix;
    private final Loop loop;
    private final ParsedObjects parsed;
    private final Backoff backoff = new Backoff(FIRST_RETRY, LAST_RETRY); // guarded by lock

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final CachedObjects objects = new CachedObjects();
    private final ArrayDeque<CacheEvent> window = new ArrayDeque<>();
    private final Set<Registration> listeners = new CopyOnWriteArraySet<>(); // handlers may close while they are told
    private long revision; // everything up to here is in objects
    private long oldest; // events after this revision are in the window
    private boolean started;
    private boolean closed;
    private int watchNumber;
    private Watch.@Nullable Watcher watcher;

    /** A cache of what is below the prefix; filled when it is first used. */
    WatchCache(Etcd etcd, String prefix, Loop loop, ParsedObjects parsed) {
        this.etcd = etcd;
        this.prefix = prefix;
        this.loop = loop;
        this.parsed = parsed;
    }

    /** The objects below a key prefix, no older than the given revision. Waits until the cache has come so far. */
    public Snapshot snapshot(String keyPrefix, long notOlderThan) {
        lock.lock();
        try {
            awaitRevision(notOlderThan);
            return new Snapshot(objects.below(keyPrefix), revision);
        } finally {
            lock.unlock();
        }
    }

    /** The object at this very revision if it is here; else null. */
    @Nullable
    ApiObject cached(String key, long modRevision) {
        lock.lock();
        try {
            ApiObject object = objects.get(key);
            return object != null && object.revision() == modRevision ? object : null;
        } finally {
            lock.unlock();
        }
    }

    /** The object as the cache has it, or as this server has written it since, but others may not; null when there is none. */
    public @Nullable ApiObject peek(String key) {
        lock.lock();
        try {
            start();
            return objects.newest(key);
        } finally {
            lock.unlock();
        }
    }

    /** This server has written a key; null when it has deleted it. */
    void wrote(String key, long at, @Nullable ApiObject object) {
        lock.lock();
        try {
            if (started && !closed && at > revision) {
                objects.wrote(key, at, object);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Listens to every change after a revision.
     *
     * @throws StatusException 410 when that revision is older than the window
     */
    public Registration listen(long after, CacheListener listener) {
        lock.lock();
        try {
            start();
            if (closed) {
                throw StatusException.notServed();
            }
            if (after < oldest) {
                throw StatusException.expired("too old resource version: " + after + " (" + oldest + ")");
            }
            Registration registration = new Registration(listener, after);
            for (CacheEvent event : window) {
                registration.offer(event);
            }
            listeners.add(registration);
            return registration;
        } finally {
            lock.unlock();
        }
    }

    /** Listens from now on; first gives the objects below the prefix and their revision in one moment. */
    public Snapshot snapshotAndListen(
            String keyPrefix, long notOlderThan, CacheListener listener, Registration[] registered) {
        lock.lock();
        try {
            awaitRevision(notOlderThan);
            Registration registration = new Registration(listener, revision);
            listeners.add(registration);
            registered[0] = registration;
            return new Snapshot(objects.below(keyPrefix), revision);
        } finally {
            lock.unlock();
        }
    }

    /** The newest revision that the cache is known to show. */
    public long revision() {
        lock.lock();
        try {
            return revision;
        } finally {
            lock.unlock();
        }
    }

    /** One who listens; closing it is heard at once. */
    public final class Registration implements AutoCloseable {
        private final CacheListener listener;
        private final long after;
        private boolean over;

        private Registration(CacheListener listener, long after) {
            this.listener = listener;
            this.after = after;
        }

        private void offer(CacheEvent event) {
            if (event.revision() > after && !over) {
                listener.onEvent(event);
            }
        }

        /** A listener that throws loses its watch, and nobody else's; the loop tells whoever looks after faults. */
        private void tell(CacheEvent event) {
            try {
                offer(event);
            } catch (RuntimeException | Error e) {
                close();
                loop.execute(() -> {
                    listener.onClose(StatusException.of(Reason.INTERNAL_ERROR, "a watch handler failed: " + e));
                    throw e;
                });
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                over = true;
                listeners.remove(this);
            } finally {
                lock.unlock();
            }
        }
    }

    private void awaitRevision(long wanted) {
        start();
        if (closed) {
            throw StatusException.notServed(); // its resource went while the request was on its way here
        }
        if (revision >= wanted) {
            return;
        }
        long nanos = TimeUnit.MILLISECONDS.toNanos(FRESH_WITHIN_MS);
        try {
            while (revision < wanted && nanos > 0 && !closed) {
                requestProgress(); // again and again: a watch that is being made anew hears no request
                long spell = Math.min(nanos, TimeUnit.MILLISECONDS.toNanos(ASK_EVERY_MS));
                if (revision < wanted && !closed) {
                    nanos -= spell - Math.max(0, moved.awaitNanos(spell));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (closed) {
            throw StatusException.notServed();
        }
        if (revision < wanted) {
            throw StatusException.tooLargeRevision(wanted, revision);
        }
    }

    /** Asks outside the lock: the answer may come on this thread or wait for one that wants the lock. */
    private void requestProgress() {
        int held = lock.getHoldCount();
        for (int i = 0; i < held; i++) {
            lock.unlock();
        }
        try {
            etcd.requestProgress();
        } finally {
            for (int i = 0; i < held; i++) {
                lock.lock();
            }
        }
    }

    private void start() {
        if (!started && !closed) {
            list();
            started = true;
        }
    }

    /** Reads everything and watches on from there. With the lock held. */
    private void list() {
        GetResponse all = etcd.list(prefix);
        objects.clear();
        window.clear();
        for (KeyValue kv : all.getKvs()) {
            String key = kv.getKey().toString(StandardCharsets.UTF_8);
            objects.set(key, kv.getModRevision(), parsed.of(key, kv));
        }
        revision = all.getHeader().getRevision();
        oldest = revision;
        backoff.reset();
        watchOn();
    }

    private void watchOn() {
        Watch.Watcher before = watcher;
        if (before != null) {
            before.close();
        }
        int number = ++watchNumber;
        watcher = etcd.watch(prefix, revision + 1, new Watch.Listener() {
            @Override
            public void onNext(WatchResponse response) {
                handle(number, response);
            }

            @Override
            public void onError(Throwable error) {
                loop.execute(() -> broken(number, error));
            }

            @Override
            public void onCompleted() {
                loop.execute(() -> broken(number, null));
            }
        });
    }

    private void broken(int number, @Nullable Throwable error) {
        lock.lock();
        try {
            if (number != watchNumber || closed) {
                return;
            }
            if (error != null && Etcd.isCompacted(error)) {
                beginAnew("the store was compacted");
            } else if (error == null) {
                watchOn();
            } else { // whatever is wrong below may last
                loop.retryAfter(backoff.next(), "watch " + prefix + " again", () -> broken(number, null));
            }
        } catch (StatusException e) {
            loop.retryAfter(backoff.next(), "watch " + prefix + " again", () -> broken(number, error));
        } finally {
            lock.unlock();
        }
    }

    private void handle(int number, WatchResponse response) {
        lock.lock();
        try {
            if (number != watchNumber || closed) {
                return;
            }
            backoff.reset();
            for (WatchEvent event : response.getEvents()) {
                apply(event);
            }
            if (response.isProgressNotify() && response.getEvents().isEmpty()) {
                revision = Math.max(revision, response.getHeader().getRevision());
            }
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void apply(WatchEvent event) {
        KeyValue kv = event.getKeyValue();
        long at = kv.getModRevision();
        if (at < revision) {
            return; // seen before: a watch that was made anew may repeat
        }
        String key = kv.getKey().toString(StandardCharsets.UTF_8);
        boolean put = event.getEventType() == WatchEvent.EventType.PUT;
        ApiObject before = objects.get(key);
        if (put && before != null && before.revision() >= at) {
            return;
        }
        ApiObject after = put ? parsed.of(key, kv) : null;
        objects.set(key, at, after);
        revision = at;
        if (after != null || before != null) {
            publish(new CacheEvent(at, key, before, after));
        }
    }

    private void publish(CacheEvent event) {
        window.add(event);
        if (window.size() > WINDOW) {
            oldest = window.removeFirst().revision();
        }
        listeners.forEach(registration -> registration.tell(event));
    }

    /** Forgets everything and begins anew with what etcd has; without effect while it is not used. */
    void restart() {
        lock.lock();
        try {
            if (started && !closed) {
                beginAnew("the server was started anew");
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lists first: whoever is told that the past is gone may look at once. */
    private void beginAnew(String why) {
        list();
        endAll(StatusException.expired("too old resource version: " + why));
        moved.signalAll();
    }

    private void endAll(@Nullable StatusException why) {
        List<Registration> all = new ArrayList<>(listeners);
        listeners.clear();
        all.forEach(r -> r.listener.onClose(why));
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            moved.signalAll();
            endAll(null);
            if (watcher != null) {
                watcher.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
