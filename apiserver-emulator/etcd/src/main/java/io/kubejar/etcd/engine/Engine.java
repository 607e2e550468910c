package io.kubejar.etcd.engine;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.loop.Loop;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.loop.Timer;
import io.kubejar.core.time.SystemClock;
import io.kubejar.etcd.auth.AuthState;
import io.kubejar.etcd.count.Counts;
import io.kubejar.etcd.count.Distribution;
import io.kubejar.etcd.engine.Commits.Step;
import io.kubejar.etcd.lease.Lease;
import io.kubejar.etcd.mvcc.EtcdError;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import io.kubejar.etcd.mvcc.Op;
import io.kubejar.etcd.mvcc.OpResult;
import io.kubejar.etcd.mvcc.Quota;
import io.kubejar.etcd.mvcc.State;
import io.kubejar.etcd.mvcc.Sweep;
import io.kubejar.etcd.watch.WatchRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
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
    private final Loops loops;
    private final Loop loop;
    private final Chance chance;
    private final Journal journal;
    private final Quota quota;
    private final Counts counts = new Counts();
    private final Steps steps = new Steps(counts);
    private final WatchHub hub = new WatchHub(counts);
    private final Progress progress;
    private final LeaseTimer leaseTimer;
    private final Commits commits;
    private volatile @Nullable Supplier<Map<String, byte[]>> notes; // null for none

    /** With the usual quota. */
    public Engine(Loops loops, Chance chance, Duration progressInterval, Store store, Journal journal) {
        this(loops, chance, progressInterval, Quota.DEFAULT, store, journal);
    }

    /**
     * Takes up its work at once.
     *
     * @param loops where leases end and watchers are told of progress; not closed by this
     * @param chance where ids of leases come from
     * @param progressInterval how often watchers that asked for it are told of progress
     * @param quota beyond which nothing more is taken in
     */
    public Engine(Loops loops, Chance chance, Duration progressInterval, Quota quota, Store store, Journal journal) {
        this.loops = loops;
        this.loop = loops.loop("etcd");
        this.chance = chance;
        this.journal = journal;
        this.quota = quota;
        this.progress = new Progress(loop, progressInterval, new TellProgress());
        this.leaseTimer = new LeaseTimer(loop, loops.clock(), new EndLeases());
        this.commits = new Commits(store, journal, hub, loops.loop("etcd-journal"), leaseTimer, counts);
        if (store.leases().nextDeadline() != null) {
            commits.exclusively(() -> leaseTimer.set(store.leases()));
        }
    }

    /** The store as readers now see it. */
    public Store store() {
        return commits.published();
    }

    /** What it has done since it began. */
    public Counts counts() {
        return counts;
    }

    /** What goes into snapshots beside the store. */
    public Map<String, byte[]> notes() {
        Supplier<Map<String, byte[]>> given = notes;
        return given == null ? Map.of() : given.get();
    }

    /** From now on this goes into snapshots beside the store. */
    public void notes(Supplier<Map<String, byte[]>> given) {
        notes = given;
    }

    /** Beyond which nothing more is taken in. */
    public Quota quota() {
        return quota;
    }

    /** The revision that readers now see. */
    public long revision() {
        return commits.published().state().revision();
    }

    /** Like {@link #apply(Op, Guard)}, with nobody to ask. */
    public OpResult apply(Op op) {
        return apply(op, Guard.NONE);
    }

    /**
     * Does what a client asks.
     *
     * @throws EtcdRefusal when it cannot or may not be done; nothing is changed then
     */
    public OpResult apply(Op op, Guard guard) {
        if (op.isReadOnly()) {
            commits.requireOpen();
            Store store = commits.published();
            if (store.auth().enabled()) {
                State.check(op);
                guard.check(store);
            }
            return steps.read(store, op);
        }
        boolean grows = requireRoom(Quota.cost(op));
        return commits.commit(new Request(op, grows, guard, steps));
    }

    /**
     * Like {@link #apply(Op, Guard)}, without making the caller wait: the answer comes at once, or later from another thread.
     */
    public void apply(Op op, Guard guard, Answer<OpResult> answer) {
        OpResult read = null;
        boolean grows = false;
        try {
            if (op.isReadOnly()) {
                read = apply(op, guard);
            } else {
                grows = requireRoom(Quota.cost(op));
            }
        } catch (RuntimeException e) { // also what is broken: whoever waits is told
            answer.failed(e);
            return;
        }
        if (read != null) {
            answer.done(read);
            return;
        }
        commits.commit(new Request(op, grows, guard, steps), answer);
    }

    /** Whether something takes room; refuses it when there is none. Source: etcd 3.6 v3rpc.quotaAlarmer.check. */
    private boolean requireRoom(long cost) {
        if (!quota.hasRoom(store().state(), cost)) {
            raise(new Alarm(Alarm.MEMBER, Alarm.NOSPACE));
            throw EtcdError.NO_SPACE.refusal();
        }
        return cost > 0;
    }

    /**
     * Forgets what was before the revision.
     *
     * @return the store's revision
     * @throws EtcdRefusal when the revision lies in the future or was compacted already
     */
    public long compact(long revision) {
        long now = commits.commit(store -> {
            store.alarms().admitAnyChange();
            State compacted = store.state().compact(revision);
            return new Step<>(store.with(compacted), Change.compact(revision), compacted.revision());
        });
        long begin = SystemClock.INSTANCE.nanos();
        sweep();
        counts.took(Distribution.COMPACTION, SystemClock.INSTANCE.nanos() - begin);
        counts.compacted(now().getEpochSecond());
        return now;
    }

    /** Frees memory, in small steps between which writers get their turn. */
    private void sweep() {
        for (State seen = store().state(); seen.needsSweep(); seen = store().state()) {
            Sweep plan = seen.planSweep(REVISIONS_PER_SWEEP);
            commits.commit(store -> new Step<>(store.with(store.state().sweep(plan)), null, plan));
            commits.giveWay();
        }
    }

    /**
     * Grants a lease.
     *
     * @param id 0 to have one chosen
     * @param ttl seconds
     * @throws EtcdRefusal when there is one with this id, or the time is too long
     */
    public Lease grant(long id, long ttl) {
        requireRoom(Quota.LEASE_COST);
        return commits.commit(store -> steps.grant(store, id, ttl, loops.clock().now(), chance));
    }

    /** Like {@link #revoke(long, Guard)}, with nobody to ask. */
    public long revoke(long id) {
        return revoke(id, Guard.NONE);
    }

    /**
     * Ends a lease and deletes its keys, all in one revision.
     *
     * @return the store's revision
     * @throws EtcdRefusal when there is no such lease, or it may not be done
     */
    public long revoke(long id, Guard guard) {
        return commits.commit(store -> steps.revoke(store, id, guard));
    }

    /**
     * Begins a lease's time anew.
     *
     * @return its time to live in seconds; 0 when there is no such lease or its time is over
     */
    public long keepAlive(long id) {
        return commits.commit(store -> steps.keepAlive(store, id, loops.clock().now()));
    }

    /**
     * Changes users and roles.
     *
     * @return the store's revision
     * @throws EtcdRefusal when it cannot or may not be done; nothing is changed then
     */
    public long changeAuth(UnaryOperator<AuthState> change, Guard guard) {
        return commits.commit(store -> {
            Request.check(store, guard);
            AuthState changed = change.apply(store.auth());
            long revision = store.state().revision();
            return changed.equals(store.auth())
                    ? new Step<>(store, null, revision)
                    : new Step<>(store.with(changed), Change.auth(changed), revision);
        });
    }

    /** Raises an alarm; one that is raised already stays. */
    public void raise(Alarm alarm) {
        changeAlarms(alarms -> alarms.with(alarm));
    }

    /** Takes an alarm back; false when it was not raised. */
    public boolean disarm(Alarm alarm) {
        return changeAlarms(alarms -> alarms.without(alarm));
    }

    private boolean changeAlarms(UnaryOperator<Alarms> change) {
        return commits.commit(store -> {
            Alarms changed = change.apply(store.alarms());
            return changed.equals(store.alarms())
                    ? new Step<>(store, null, false)
                    : new Step<>(store.with(changed), Change.alarms(changed), true);
        });
    }

    /** Runs something later, on the engine's loop. */
    public Timer after(Duration delay, String what, Runnable task) {
        return loop.after(delay, what, task);
    }

    /** Runs something soon, on a thread that may wait without holding up anybody. */
    public void aside(String what, Runnable task) {
        loops.loop("etcd-" + what).execute(task);
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
        Watcher watcher = commits.watch(request, listener, () -> commits.exclusively(() -> progress.removed(request)));
        commits.exclusively(() -> progress.added(request));
        return watcher;
    }

    /**
     * Asks how far the watchers are. When they have seen everything up to some revision, not earlier than the one that is
     * current now, the answer comes between their events; else there is none.
     */
    public void requestProgress(List<Watcher> asked, LongConsumer answer) {
        commits.exclusively(() -> hub.add(() -> hub.progress(asked, answer)));
    }

    private final class TellProgress implements Runnable {
        @Override
        public void run() {
            hub.execute(hub::progressAll);
            commits.exclusively(progress::rung);
        }
    }

    /** How many watches there are. */
    public int watchers() {
        return hub.watchers();
    }

    /** Runs something between deliveries to watchers, after those that are due now. */
    public void betweenDeliveries(Runnable task) {
        hub.execute(task);
    }

    private final class EndLeases implements Runnable {
        @Override
        public void run() {
            endLeases();
        }
    }

    private void endLeases() {
        if (commits.isStopped()) {
            return;
        }
        try {
            store().leases()
                    .expired(now())
                    .forEach(lease -> commits.commit(store -> steps.end(store, lease.id(), now())));
        } catch (EtcdRefusal e) {
            if (!commits.isStopped()) { // meanwhile
                throw e;
            }
        }
        commits.exclusively(() -> leaseTimer.rung(store().leases()));
    }

    /** A copy of the store that goes its own way, in memory, without this one's watchers. */
    public Engine fork(Loops otherLoops, Chance otherChance) {
        commits.requireOpen();
        Store copy = commits.published();
        if (otherLoops != loops) {
            Duration shift = Duration.between(now(), otherLoops.clock().now());
            copy = copy.with(copy.leases().movedBy(shift));
        }
        return new Engine(otherLoops, otherChance, progress.interval(), quota, copy, Journal.NONE);
    }

    /** Ends all watches and refuses everything from now on. */
    @Override
    public void close() {
        if (commits.close()) {
            commits.exclusively(leaseTimer::cancel);
            hub.execute(hub::endAll);
            journal.close();
        }
    }
}
