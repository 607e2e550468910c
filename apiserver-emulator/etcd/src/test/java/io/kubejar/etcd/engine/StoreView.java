package io.kubejar.etcd.engine;

import io.kubejar.etcd.lease.Lease;
import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.Event;
import io.kubejar.etcd.mvcc.KeyRange;
import io.kubejar.etcd.mvcc.KeyValue;
import io.kubejar.etcd.mvcc.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Stores, compared. */
public final class StoreView {
    private StoreView() {}

    /** All that can be seen of a store. */
    public static List<Object> everything(Store store) {
        State state = store.state();
        List<Object> seen = new ArrayList<>(
                List.of(state.revision(), state.compactRevision(), store.alarms(), state.keys(), state.bytes()));
        for (long revision = Math.max(1, state.compactRevision()); revision <= state.revision(); revision++) {
            List<KeyValue> kvs = new ArrayList<>();
            state.scanAt(KeyRange.prefix(Bytes.EMPTY), revision, kvs::add);
            seen.add(kvs);
            seen.add(state.events(revision).stream().map(Event::kv).toList());
        }
        seen.add(List.of(store.auth().enabled(), store.auth().revision()));
        seen.add(store.auth().userList());
        seen.add(store.auth().roleList());
        store.leases().list().stream()
                .sorted(Comparator.comparingLong(Lease::id))
                .forEach(lease -> seen.add(List.of(lease.id(), lease.ttl(), lease.keys())));
        return seen;
    }
}
