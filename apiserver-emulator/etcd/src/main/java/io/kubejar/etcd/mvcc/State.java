package io.kubejar.etcd.mvcc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is in the store at one moment: a value. A copy of the store is a copy of the reference to it.
 *
 * <p>Two views of the same history: by key, each with its versions, and by revision, each with its events. Compaction
 * takes effect at once and is paid for later, in steps, see {@link #sweep}.
 */
public final class State {
    /** Of an empty store, as upstream. */
    public static final long FIRST_REVISION = 1;

    private static final long NEVER_COMPACTED = -1; // as upstream

    private final long revision;
    private final long compactRevision;
    private final long sweptRevision; // what compaction up to here left over is gone
    private final SortedTree<Bytes, Versions> index;
    private final RevisionLog log;
    private final long bytes;

    private State(
            long revision,
            long compactRevision,
            long sweptRevision,
            SortedTree<Bytes, Versions> index,
            RevisionLog log,
            long bytes) {
        this.revision = revision;
        this.compactRevision = compactRevision;
        this.sweptRevision = sweptRevision;
        this.index = index;
        this.log = log;
        this.bytes = bytes;
    }

    /** The empty store. */
    public static State empty() {
        return new State(
                FIRST_REVISION,
                NEVER_COMPACTED,
                NEVER_COMPACTED,
                SortedTree.empty(new Live()),
                RevisionLog.after(FIRST_REVISION),
                0);
    }

    /** Keys that are there weigh one, those that were deleted nothing. */
    private static final class Live implements ToIntFunction<Versions> {
        @Override
        public int applyAsInt(Versions versions) {
            return versions.isLive() ? 1 : 0;
        }
    }

    /** A store that was compacted when only these keys were there; {@link #replay} adds what came from then on. */
    public static State compacted(long compactRevision, Iterable<KeyValue> live) {
        State empty = empty();
        SortedTree<Bytes, Versions> index = empty.index;
        long bytes = 0;
        for (KeyValue kv : live) {
            index = index.put(kv.key(), new Versions(kv, null));
            bytes += kv.bytes();
        }
        long revision = Math.max(FIRST_REVISION, compactRevision - 1);
        return new State(revision, compactRevision, compactRevision, index, RevisionLog.after(revision), bytes);
    }

    /** The revision of the last change. */
    public long revision() {
        return revision;
    }

    /** Below it nothing can be read; -1 when there never was a compaction. */
    public long compactRevision() {
        return compactRevision;
    }

    /** About how many bytes all that is kept would take on disk. */
    public long bytes() {
        return bytes;
    }

    SortedTree<Bytes, Versions> index() {
        return index;
    }

    State next(SortedTree<Bytes, Versions> nextIndex, long nextBytes, List<Event> events) {
        return new State(revision + 1, compactRevision, sweptRevision, nextIndex, log.append(events), nextBytes);
    }

    /**
     * Does what a client asks.
     *
     * @param leases knows which leases there are
     * @throws EtcdRefusal when it cannot be done
     */
    public Outcome apply(Op op, LongPredicate leases) {
        return Transaction.apply(this, op, leases);
    }

    /**
     * Refuses what makes no sense on any state; {@link #apply} does so too.
     *
     * @throws EtcdRefusal when it does not
     */
    public static void check(Op op) {
        RequestCheck.check(op);
    }

    /** Deletes those of the keys that are there, all in one revision. */
    public Outcome deleteAll(List<Bytes> keys) {
        Draft draft = new Draft(this);
        for (Bytes key : keys) {
            KeyValue old = draft.get(key);
            if (old != null) {
                draft.delete(old);
            }
        }
        return draft.finish(new OpResult.Delete(draft.revision(), draft.events().size(), List.of()));
    }

    /** The key as it now is; null when it is not there. */
    public @Nullable KeyValue get(Bytes key) {
        return new Draft(this).get(key);
    }

    /** The key as it was at a revision that was not compacted; null when it was not there. */
    public @Nullable KeyValue at(Bytes key, long atRevision) {
        Versions versions = index.get(key);
        return versions == null ? null : versions.at(atRevision);
    }

    /** Shows the keys as they now are, in order; false from the visitor ends it. */
    public void scan(KeyRange range, KeyVisitor visitor) {
        new Draft(this).scan(range, visitor);
    }

    /** Shows the keys as they were at a revision, in order; false from the visitor ends it. */
    public void scanAt(KeyRange range, long atRevision, KeyVisitor visitor) {
        new Draft(this).scanAt(range, atRevision, visitor);
    }

    /** How many keys there are. */
    public int keys() {
        return index.weight();
    }

    /** What a revision did, in order; empty when it was compacted or has not come yet. */
    public List<Event> events(long atRevision) {
        return atRevision < compactRevision ? List.of() : log.at(atRevision);
    }

    /**
     * Forgets what was before the revision: afterwards the store can be read and watched from this revision on.
     *
     * @throws EtcdRefusal when it lies in the future or was compacted already. Source: etcd 3.6 mvcc.store.checkPrevCompactRevision
     */
    public State compact(long atRevision) {
        if (atRevision <= compactRevision) {
            throw EtcdError.COMPACTED.refusal();
        }
        if (atRevision > revision) {
            throw EtcdError.FUTURE_REVISION.refusal();
        }
        return new State(revision, atRevision, sweptRevision, index, log, bytes);
    }

    /** True when {@link #sweep} has something to do. */
    public boolean needsSweep() {
        return sweptRevision < compactRevision;
    }

    /** Works out what the compaction of at most so many revisions leaves over. */
    public Sweep planSweep(int revisions) {
        long from = Math.max(sweptRevision, 0);
        long to = Math.min(compactRevision, from + revisions);
        Map<Bytes, Sweep.Cut> cuts = new HashMap<>();
        for (long r = from; r <= to; r++) {
            for (Event event : log.at(r)) {
                Bytes key = event.kv().key();
                Versions versions = cuts.containsKey(key) ? null : index.get(key);
                // So that a key with a long history is gone through once and not for each of its changes.
                if (versions != null && versions.mayShrinkAt(event.kv())) {
                    Versions kept = versions.compacted(compactRevision);
                    if (kept != versions) {
                        cuts.put(key, new Sweep.Cut(versions, kept));
                    }
                }
            }
        }
        return new Sweep(to, cuts);
    }

    /** Frees the memory of what a compaction left over, as it was worked out on this state or an earlier one. */
    public State sweep(Sweep plan) {
        SortedTree<Bytes, Versions> rest = index;
        long freed = 0;
        for (Map.Entry<Bytes, Sweep.Cut> entry : plan.cuts.entrySet()) {
            Versions now = rest.get(entry.getKey());
            if (now == null) {
                continue;
            }
            Sweep.Cut cut = entry.getValue();
            Versions kept = now.rebased(cut.seen(), cut.kept());
            freed += now.bytes() - (kept == null ? 0 : kept.bytes());
            rest = kept == null ? rest.remove(entry.getKey()) : rest.put(entry.getKey(), kept);
        }
        long swept = Math.max(sweptRevision, plan.to);
        return new State(revision, compactRevision, swept, rest, log.from(swept), bytes - freed);
    }

    /** Does both at once. */
    public State sweep(int revisions) {
        return sweep(planSweep(revisions));
    }

    /** This state at a later revision, of which, as of those before it, nothing is known but that they were. */
    public State skipTo(long later) {
        return later <= revision
                ? this
                : new State(later, compactRevision, sweptRevision, index, log.skipTo(later), bytes);
    }

    /** This state with one more revision that is known by its events, as a log on disk has it. */
    public State replay(List<KeyValue> changes) {
        Draft draft = new Draft(this);
        changes.forEach(draft::restore);
        return next(draft.index(), draft.bytes(), draft.events());
    }
}
