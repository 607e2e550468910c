package io.kubejar.etcd.backup;

import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.KeyValue;
import io.kubejar.etcd.mvcc.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a state of changes that come in order. Those before the compaction revision may be only some of what was, more
 * than is needed; what stood then is made of them. Not for several threads.
 */
final class History {
    private final long compacted; // -1 for never
    private final Map<Bytes, KeyValue> base = new HashMap<>();
    private final List<KeyValue> group = new ArrayList<>(); // the changes of one revision so far
    private long revision;
    private State state = State.empty();
    private boolean based;

    History(long compacted) {
        this.compacted = compacted;
    }

    void add(long at, KeyValue kv) {
        if (at != revision) {
            apply();
            revision = at;
        }
        if (!kv.key().isEmpty()) { // else the mark of a restore that raised the revision
            group.add(kv);
        }
    }

    private void apply() {
        if (revision < compacted) {
            group.forEach(kv -> base.compute(kv.key(), (key, before) -> kv.isTombstone() ? null : kv));
        } else if (revision > 0) {
            if (revision == compacted) {
                group.forEach(kv -> base.remove(kv.key()));
            }
            finishBase();
            state = group.isEmpty()
                    ? state.skipTo(revision)
                    : state.skipTo(revision - 1).replay(group);
        }
        group.clear();
    }

    private void finishBase() {
        if (!based) {
            based = true;
            state = compacted < 0 ? state : State.compacted(compacted, base.values());
        }
    }

    State finish() {
        apply();
        finishBase();
        return state.skipTo(compacted);
    }
}
