package io.kubejar.etcd.engine;

import static java.util.Objects.requireNonNull;

import io.kubejar.core.loop.Loop;
import io.kubejar.core.time.SystemClock;
import io.kubejar.etcd.count.Count;
import io.kubejar.etcd.count.Counts;
import io.kubejar.etcd.count.Distribution;
import io.kubejar.etcd.lease.Leases;
import io.kubejar.etcd.mvcc.EtcdError;
import io.kubejar.etcd.mvcc.Event;
import io.kubejar.etcd.mvcc.State;
import io.kubejar.etcd.watch.WatchRequest;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The order of changes. One at a time is worked out on the last store, under a lock; then it goes to the journal, and once
 * it will survive it is published: readers see it, and the hub is told.
 */
final class Commits {
    private static final long QUICK_NANOS = 2_000_000;
    /** What a change comes to. A null change means that nothing has to outlive the process. */
    record Step<R>(Store next, @Nullable Change change, R result) {}

    /** What was worked out, and the position up to which the journal must be safe; 0 for none. */
    private record Made<R>(R result, long position) {}

    /** A change that waits until it will survive. */
    private record Pending(long position, Store store, List<Event> events) {}

    private final WatchHub hub;
    private final Journal journal;
    private final Consumer<Leases> onLeases;
    private final Counts counts;
    private final @Nullable LateAnswers late; // null when nobody has to wait for the journal
    private final Map<Place, LateAnswers> near = new ConcurrentHashMap<>(); // there are few such places

    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Pending> pending = new ArrayDeque<>(); // guarded by lock
    private long lastPosition; // guarded by lock
    private Store head; // guarded by lock
    private volatile long turns; // written with the lock held: how often it was taken for a change
    private int watchers; // guarded by lock; while 0 the hub is not told of commits
    private volatile Store published;
    private volatile long waited; // nanoseconds, for the journal when that was last done
    private volatile boolean closed;
    private volatile boolean failed; // the journal could not take a change

    /**
     * Begins with a store.
     *
     * @param loop where the journal is waited for when no caller does
     * @param onLeases told the leases when they have changed, with the lock held
     * @param counts told of changes and of what the disk takes
     */
    Commits(Store store, Journal journal, WatchHub hub, Loop loop, Consumer<Leases> onLeases, Counts counts) {
        this.head = store;
        this.published = store;
        this.journal = journal;
        this.hub = hub;
        this.onLeases = onLeases;
        this.counts = counts;
        this.late = journal.isSlow() ? new LateAnswers(Place.next(loop::execute), this::survive) : null;
    }

    /** The store as readers now see it. */
    Store published() {
        return published;
    }

    void requireOpen() {
        if (isStopped()) {
            throw EtcdError.STOPPED.refusal();
        }
    }

    boolean isStopped() {
        return closed || failed;
    }

    /** Changes the store and waits until that will survive; what the function throws changes nothing. */
    <R> R commit(Function<Store, Step<R>> function) {
        Made<R> made = make(function);
        surviveOrDrain(made.position());
        return made.result();
    }

    /** Changes the store and answers once that will survive, without making the caller wait for a disk. */
    <R> void commit(Function<Store, Step<R>> function, Answer<R> answer) {
        Made<R> made;
        try {
            made = make(function);
            if (!journal.isSlow()) {
                surviveOrDrain(made.position());
            }
        } catch (RuntimeException e) {
            answer.failed(e);
            return;
        }
        if (journal.isSlow()) {
            late(answer.near()).add(made.position(), made.result(), answer);
        } else {
            answer.done(made.result());
        }
    }

    /**
     * Two threads less have to be woken when the disk is waited for where the call came in. A slow disk would keep other calls
     * of that thread.
     */
    private LateAnswers late(@Nullable Place place) {
        return place == null || waited > QUICK_NANOS
                ? requireNonNull(late)
                : near.computeIfAbsent(place, here -> new LateAnswers(here, this::survive));
    }

    private void surviveOrDrain(long position) {
        if (position == 0) {
            hub.drain();
        } else {
            survive(position);
        }
    }

    private <R> Made<R> make(Function<Store, Step<R>> function) {
        lock.lock();
        try {
            requireOpen();
            turns++;
            Store before = head;
            Step<R> step = function.apply(before);
            head = step.next();
            List<Event> events = List.of();
            if (step.change() != null) {
                events = step.change().events();
                lastPosition = append(step.change());
                counts.addInTurn(Count.CHANGES, 1);
            }
            // Also when nothing was changed: what was seen may be a change that does not yet survive.
            long position = lastPosition;
            if (position == 0) {
                publish(head, events);
            } else if (step.change() != null || !before.equals(head)) {
                pending.add(new Pending(position, head, events));
                counts.addInTurn(Count.CHANGES_PENDING, 1);
            }
            if (before.leases() != head.leases()) {
                onLeases.accept(head.leases());
            }
            return new Made<>(step.result(), position);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until everything up to the position will survive, and publishes it. */
    private void survive(long position) {
        sync(position);
        publishUpTo(position);
        hub.drain();
    }

    /**
     * Lets a change that waits go first. The lock is not fair, for speed: who lets go of it and takes it again at once
     * would keep the others waiting.
     */
    void giveWay() {
        long seen = turns;
        while (lock.hasQueuedThreads() && turns == seen) {
            Thread.yield();
        }
    }

    private long append(Change change) {
        try {
            return journal.append(change, head);
        } catch (RuntimeException | Error e) { // whatever it is, the head has what the journal has not
            failed = true;
            counts.add(Count.CHANGES_FAILED, 1);
            throw e;
        }
    }

    private void sync(long position) {
        try {
            long begin = SystemClock.INSTANCE.nanos(); // disks know no other
            if (journal.sync(position)) {
                waited = SystemClock.INSTANCE.nanos() - begin;
                if (journal.isSlow()) {
                    counts.took(Distribution.FSYNC, waited);
                }
            }
        } catch (RuntimeException | Error e) {
            failed = true;
            counts.add(Count.CHANGES_FAILED, 1);
            throw e;
        }
    }

    private void publishUpTo(long position) {
        lock.lock();
        try {
            for (Pending first = pending.peek();
                    first != null && first.position() <= position;
                    first = pending.peek()) {
                pending.remove();
                counts.addInTurn(Count.CHANGES_PENDING, -1);
                publish(first.store(), first.events());
            }
        } finally {
            lock.unlock();
        }
    }

    private void publish(Store store, List<Event> events) {
        boolean changed = store.state() != published.state();
        published = store;
        if (watchers > 0 && changed) {
            hub.add(() -> hub.deliver(store.state(), events));
        }
    }

    /** Does something that no commit may come in between of, then sees that the hub runs. */
    void exclusively(Runnable task) {
        lock.lock();
        try {
            task.run();
        } finally {
            lock.unlock();
        }
        hub.drain();
    }

    /** Takes a watcher on; it sees what is published from here on, or from its start revision on. */
    Watcher watch(WatchRequest request, WatchListener listener, Runnable onRemoved) {
        Watcher watcher;
        lock.lock();
        try {
            requireOpen();
            State now = published.state();
            long next = request.startRevision() > 0 ? request.startRevision() : now.revision() + 1;
            watcher = new Watcher(hub, request, listener, next, () -> {
                exclusively(() -> watchers--);
                onRemoved.run();
            });
            watchers++;
            hub.add(() -> hub.register(watcher, now));
        } finally {
            lock.unlock();
        }
        hub.drain();
        return watcher;
    }

    /** Refuses everything from now on; false when it already does. */
    boolean close() {
        lock.lock();
        try {
            boolean first = !closed;
            closed = true;
            return first;
        } finally {
            lock.unlock();
        }
    }
}
