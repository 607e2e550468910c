package io.kubejar.etcd.engine;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.loop.Loop;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.loop.Timer;
import io.kubejar.etcd.lease.Lease;
import io.kubejar.etcd.lease.Leases;
import io.kubejar.etcd.mvcc.EtcdError;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import io.kubejar.etcd.mvcc.Event;
import io.kubejar.etcd.mvcc.Op;
import io.kubejar.etcd.mvcc.OpResult;
import io.kubejar.etcd.mvcc.Outcome;
import io.kubejar.etcd.mvcc.State;
import io.kubejar.etcd.watch.WatchRequest;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The store that many threads use. A change is a function from the last store to the next one; the lock is held while it
 * runs and its outcome is noted, and readers use whatever store was published last.
 *
 * <p>With a {@link Journal} a change is published, and its caller answered, once it will survive. Until then only later
 * changes see it.
 */
public final class Engine implements AutoCloseable {
    private static final int REVISIONS_PER_SWEEP = 256;

    /** What a change comes to. A null change means that nothing has to outlive the process. */
    private record Step<R>(Store next, @Nullable Change change, R result) {}

    /** A change that waits until it will survive. */
    private record Pending(long position, Store store, List<Event> events) {}

    private final Loops loops;
    private final Loop loop;
    private final Chance chance;
    private final Journal journal;
    private final WatchHub hub = new WatchHub();
    private final Progress progress;

    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Pending> pending = new ArrayDeque<>(); // guarded by lock
    private long lastPosition; // guarded by lock
    private Store head; // guarded by lock
    private int watchers; // guarded by lock; while 0 the hub is not told of commits
    private @Nullable Timer leaseTimer; // guarded by lock
    private @Nullable Instant leaseTimerDue; // guarded by lock
    private volatile Store published;
    private volatile boolean closed;
    private volatile boolean failed; // the journal could not take a change

    /**
     * Takes up its work at once.
     *
     * @param loops where leases end and watchers are told of progress; not closed by this
     * @param chance where ids of leases come from
     * @param progressInterval how often watchers that asked for it are told of progress
     */
    public Engine(Loops loops, Chance chance, Duration progressInterval, Store store, Journal journal) {
        this.loops = loops;
        this.loop = loops.loop("etcd");
        this.chance = chance;
        this.journal = journal;
        this.head = store;
        this.published = store;
        this.progress = new Progress(loop, progressInterval, this::tellProgress);
        lock.lock();
        try {
            armLeaseTimer();
        } finally {
            lock.unlock();
        }
    }

    /** The store as readers now see it. */
    public Store store() {
        return published;
    }

    /** The revision that readers now see. */
    public long revision() {
        return published.state().revision();
    }

    /**
     * Does what a client asks.
     *
     * @throws EtcdRefusal when it cannot be done; nothing is changed then
     */
    public OpResult apply(Op op) {
        if (op.isReadOnly()) {
            requireOpen();
            return published.state().apply(op, lease -> true).result();
        }
        return commit(store -> {
            Outcome outcome = store.state().apply(op, store::hasLease);
            List<Event> events = outcome.events();
            if (events.isEmpty()) {
                return new Step<>(store, null, outcome.result());
            }
            Store next = new Store(outcome.next(), store.leases().after(events));
            return new Step<>(next, Change.ofEvents(events), outcome.result());
        });
    }

    /**
     * Forgets what was before the revision.
     *
     * @return the store's revision
     * @throws EtcdRefusal when the revision lies in the future or was compacted already
     */
    public long compact(long revision) {
        long now = commit(store -> {
            State compacted = store.state().compact(revision);
            return new Step<>(new Store(compacted, store.leases()), Change.compact(revision), compacted.revision());
        });
        while (commit(Engine::sweep)) {
            continue; // in small steps, so that writers get their turn
        }
        return now;
    }

    private static Step<Boolean> sweep(Store store) {
        if (!store.state().needsSweep()) {
            return new Step<>(store, null, false);
        }
        State swept = store.state().sweep(REVISIONS_PER_SWEEP);
        return new Step<>(new Store(swept, store.leases()), null, swept.needsSweep());
    }

    /**
     * Grants a lease.
     *
     * @param id 0 to have one chosen
     * @param ttl seconds
     * @throws EtcdRefusal when there is one with this id, or the time is too long
     */
    public Lease grant(long id, long ttl) {
        return commit(store -> {
            long chosen = id;
            while (chosen == 0 || (id == 0 && store.hasLease(chosen))) {
                chosen = chance.number() & Long.MAX_VALUE;
            }
            Leases leases = store.leases().grant(chosen, ttl, loops.clock().now());
            Lease lease = leases.get(chosen);
            if (lease == null) {
                throw new IllegalStateException("the lease just granted is not there");
            }
            return new Step<>(new Store(store.state(), leases), Change.grant(chosen, lease.ttl()), lease);
        });
    }

    /**
     * Ends a lease and deletes its keys, all in one revision.
     *
     * @return the store's revision
     * @throws EtcdRefusal when there is no such lease
     */
    public long revoke(long id) {
        return commit(store -> {
            Lease lease = store.leases().get(id);
            if (lease == null) {
                throw EtcdError.LEASE_NOT_FOUND.refusal();
            }
            return revoke(store, lease);
        });
    }

    private static Step<Long> revoke(Store store, Lease lease) {
        Outcome outcome = store.state().deleteAll(lease.keys());
        Store next = new Store(outcome.next(), store.leases().without(lease.id()));
        return new Step<>(
                next,
                Change.revoke(lease.id(), outcome.events()),
                outcome.next().revision());
    }

    /**
     * Begins a lease's time anew.
     *
     * @return its time to live in seconds; 0 when there is no such lease or its time is over
     */
    public long keepAlive(long id) {
        return commit(store -> {
            Lease lease = store.leases().get(id);
            Instant now = loops.clock().now();
            if (lease == null || lease.isExpired(now)) {
                return new Step<>(store, null, 0L);
            }
            return new Step<>(new Store(store.state(), store.leases().renew(id, now)), null, lease.ttl());
        });
    }

    /** Runs something later, on the engine's loop. */
    public Timer after(Duration delay, String what, Runnable task) {
        return loop.after(delay, what, task);
    }

    /** The time by which leases are measured. */
    public Instant now() {
        return loops.clock().now();
    }

    /**
     * Begins to watch. The listener's first calls usually come before this returns.
     *
     * @throws EtcdRefusal when the store is closed
     */
    public Watcher watch(WatchRequest request, WatchListener listener) {
        Watcher watcher;
        lock.lock();
        try {
            requireOpen();
            Store now = published;
            long next = request.startRevision() > 0
                    ? request.startRevision()
                    : now.state().revision() + 1;
            watcher = new Watcher(hub, request, listener, next, () -> onRemoved(request));
            watchers++;
            hub.add(() -> hub.register(watcher, now.state()));
            progress.added(request);
        } finally {
            lock.unlock();
        }
        hub.drain();
        return watcher;
    }

    private void onRemoved(WatchRequest request) {
        lock.lock();
        try {
            watchers--;
            progress.removed(request);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Asks how far the watchers are. When they have seen everything up to some revision, not earlier than the one that is
     * current now, the answer comes between their events; else there is none.
     */
    public void requestProgress(Collection<Watcher> asked, LongConsumer answer) {
        List<Watcher> group = List.copyOf(asked);
        lock.lock();
        try {
            hub.add(() -> hub.progress(group, answer));
        } finally {
            lock.unlock();
        }
        hub.drain();
    }

    private void tellProgress() {
        hub.execute(hub::progressAll);
        lock.lock();
        try {
            progress.rung();
        } finally {
            lock.unlock();
        }
    }

    /** Runs something between deliveries to watchers, after those that are due now. */
    public void betweenDeliveries(Runnable task) {
        hub.execute(task);
    }

    private <R> R commit(Function<Store, Step<R>> function) {
        R result;
        long position;
        lock.lock();
        try {
            requireOpen();
            Store before = head;
            Step<R> step = function.apply(before);
            result = step.result();
            head = step.next();
            List<Event> events = List.of();
            if (step.change() != null) {
                events = step.change().events();
                lastPosition = append(step.change());
            }
            position = lastPosition;
            if (position == 0) {
                publish(head, events);
            } else if (!before.equals(head)) {
                pending.add(new Pending(position, head, events));
            }
            if (before.leases() != head.leases()) {
                armLeaseTimer();
            }
        } finally {
            lock.unlock();
        }
        if (position != 0) {
            // Also when nothing was changed: what was seen may be a change that does not yet survive.
            sync(position);
            publishUpTo(position);
        }
        hub.drain();
        return result;
    }

    private long append(Change change) {
        try {
            return journal.append(change, head);
        } catch (UncheckedIOException e) {
            failed = true;
            throw e;
        }
    }

    private void sync(long position) {
        try {
            journal.sync(position);
        } catch (UncheckedIOException e) {
            failed = true;
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

    private void armLeaseTimer() {
        Instant next = head.leases().nextDeadline();
        if (next == null || (leaseTimerDue != null && !next.isBefore(leaseTimerDue))) {
            return; // a timer that fires too early sets the next one
        }
        if (leaseTimer != null) {
            leaseTimer.cancel();
        }
        leaseTimerDue = next;
        leaseTimer = loop.after(Duration.between(loops.clock().now(), next), "lease expiry", this::endLeases);
    }

    private void endLeases() {
        if (closed || failed) {
            return;
        }
        for (Lease lease : published.leases().expired(loops.clock().now())) {
            commit(store -> {
                Lease current = store.leases().get(lease.id());
                if (current == null || !current.isExpired(loops.clock().now())) {
                    return new Step<>(store, null, 0L);
                }
                return revoke(store, current);
            });
        }
        lock.lock();
        try {
            leaseTimerDue = null;
            armLeaseTimer();
        } finally {
            lock.unlock();
        }
    }

    /** A copy of the store that goes its own way, in memory, without this one's watchers. */
    public Engine fork(Loops otherLoops, Chance otherChance) {
        requireOpen();
        Store copy = published;
        if (otherLoops != loops) {
            Duration shift =
                    Duration.between(loops.clock().now(), otherLoops.clock().now());
            copy = new Store(copy.state(), copy.leases().movedBy(shift));
        }
        return new Engine(otherLoops, otherChance, progress.interval(), copy, Journal.NONE);
    }

    private void requireOpen() {
        if (closed || failed) {
            throw EtcdError.STOPPED.refusal();
        }
    }

    /** Ends all watches and refuses everything from now on. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            if (leaseTimer != null) {
                leaseTimer.cancel();
            }
            hub.add(hub::endAll);
        } finally {
            lock.unlock();
        }
        hub.drain();
        journal.close();
    }
}
