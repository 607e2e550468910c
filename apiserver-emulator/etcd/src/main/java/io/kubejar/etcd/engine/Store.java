package io.kubejar.etcd.engine;

import io.kubejar.etcd.lease.Leases;
import io.kubejar.etcd.mvcc.State;

/** Keys and leases at one moment: a value. */
public record Store(State state, Leases leases) {
    /** The empty store. */
    public static Store empty() {
        return new Store(State.empty(), Leases.none());
    }

    boolean hasLease(long id) {
        return leases.get(id) != null;
    }
}
