package io.kubejar.etcd.engine;

import io.kubejar.etcd.auth.AuthState;
import io.kubejar.etcd.lease.Leases;
import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.Event;
import io.kubejar.etcd.mvcc.KeyRange;
import io.kubejar.etcd.mvcc.State;
import java.util.ArrayList;
import java.util.List;

/** Keys, leases, alarms and users at one moment: a value. */
public record Store(State state, Leases leases, Alarms alarms, AuthState auth) {
    /** The empty store. */
    public static Store empty() {
        return new Store(State.empty(), Leases.none(), Alarms.none(), AuthState.empty());
    }

    /** With the keys attached to the leases that they name. */
    public static Store attached(State state, Leases leases, Alarms alarms, AuthState auth) {
        List<Event> puts = new ArrayList<>();
        state.scan(KeyRange.prefix(Bytes.EMPTY), kv -> {
            if (kv.lease() != 0) {
                puts.add(new Event(kv, null));
            }
            return true;
        });
        return new Store(state, leases.after(puts), alarms, auth);
    }

    boolean hasLease(long id) {
        return leases.get(id) != null;
    }

    /** With other keys. */
    Store with(State other) {
        return new Store(other, leases, alarms, auth);
    }

    /** With other leases. */
    Store with(Leases other) {
        return new Store(state, other, alarms, auth);
    }

    /** With other alarms. */
    Store with(Alarms other) {
        return new Store(state, leases, other, auth);
    }

    /** With other users and roles. */
    Store with(AuthState other) {
        return new Store(state, leases, alarms, other);
    }
}
