package io.kubejar.etcd.mvcc;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The next revision while it is being made. Not for several threads. */
final class Draft {
    private final State base;
    private SortedTree<Bytes, Versions> index;
    private final List<Event> events = new ArrayList<>(1);
    private long bytes;

    Draft(State base) {
        this.base = base;
        this.index = base.index();
        this.bytes = base.bytes();
    }

    State base() {
        return base;
    }

    /** The revision that a reader within it is at: the next one as soon as something has changed. */
    long revision() {
        return events.isEmpty() ? base.revision() : base.revision() + 1;
    }

    SortedTree<Bytes, Versions> index() {
        return index;
    }

    long bytes() {
        return bytes;
    }

    /** What has been done so far, in order. */
    List<Event> events() {
        return events.size() == 1 ? List.of(events.get(0)) : List.copyOf(events);
    }

    /** The key as it now is; null when it is not there. */
    @Nullable
    KeyValue get(Bytes key) {
        Versions versions = index.get(key);
        return versions == null || !versions.isLive() ? null : versions.newest();
    }

    /** Shows the keys as they now are; false from the visitor ends it. */
    void scan(KeyRange range, KeyVisitor visitor) {
        if (range.isSingle()) {
            KeyValue kv = get(range.start());
            if (kv != null) {
                visitor.visit(kv);
            }
        } else if (!range.isVoid()) {
            index.scan(range.start(), range.bound(), (key, v) -> !v.isLive() || visitor.visit(v.newest()));
        }
    }

    /** Shows the keys as they were at a revision; false from the visitor ends it. */
    void scanAt(KeyRange range, long revision, KeyVisitor visitor) {
        if (revision >= revision()) {
            scan(range, visitor);
        } else if (range.isSingle()) {
            Versions versions = index.get(range.start());
            KeyValue kv = versions == null ? null : versions.at(revision);
            if (kv != null) {
                visitor.visit(kv);
            }
        } else if (!range.isVoid()) {
            index.scan(range.start(), range.bound(), (key, v) -> {
                KeyValue kv = v.at(revision);
                return kv == null || visitor.visit(kv);
            });
        }
    }

    /** How many keys there are at a revision. */
    long count(KeyRange range, long revision) {
        if (range.isVoid()) {
            return 0;
        }
        if (!range.isSingle() && revision >= revision()) {
            return index.weight(range.start(), range.bound());
        }
        long[] count = {0};
        scanAt(range, revision, kv -> {
            count[0]++;
            return true;
        });
        return count[0];
    }

    /** Source: etcd 3.6 mvcc.storeTxnWrite.put. */
    void put(Bytes key, Bytes value, long lease) {
        long next = base.revision() + 1;
        int place = events.size();
        Versions before = index.get(key);
        KeyValue old = before == null || !before.isLive() ? null : before.newest();
        KeyValue kv = old == null
                ? new KeyValue(before == null ? key : before.newest().key(), value, next, next, 1, lease, place)
                : new KeyValue(old.key(), value, old.createRevision(), next, old.version() + 1, lease, place);
        add(kv, before);
        note(kv, old);
    }

    private void add(KeyValue kv, @Nullable Versions before) {
        index = index.put(kv.key(), new Versions(kv, before));
        bytes += kv.bytes();
    }

    /** Source: etcd 3.6 mvcc.storeTxnWrite.delete. */
    void delete(KeyValue old) {
        KeyValue tombstone = KeyValue.tombstone(old.key(), base.revision() + 1, events.size());
        add(tombstone, index.get(old.key()));
        note(tombstone, old);
    }

    /** What was there within this revision counts only when nothing came before it in this revision. */
    private void note(KeyValue kv, @Nullable KeyValue old) {
        events.add(new Event(kv, events.isEmpty() || kv.isCreation() ? old : beforeRevision(kv.key())));
    }

    private @Nullable KeyValue beforeRevision(Bytes key) {
        Versions versions = base.index().get(key);
        return versions == null || !versions.isLive() ? null : versions.newest();
    }

    /** Repeats what was once done. Of a deletion next to the compaction revision the key itself may be gone already. */
    void restore(KeyValue kv) {
        Versions before = index.get(kv.key());
        KeyValue old = before == null || !before.isLive() ? null : before.newest();
        if (before != null || !kv.isTombstone()) {
            add(kv, before);
        }
        note(kv, old);
    }

    Outcome finish(OpResult result) {
        if (events.isEmpty()) {
            return new Outcome(base, result, List.of());
        }
        List<Event> done = events();
        return new Outcome(base.next(index, bytes, done), result, done);
    }
}
