package io.kubejar.etcd.engine;

import io.kubejar.etcd.mvcc.EtcdRefusal;

/** Decides whether a request may be done on the very store that it would be done on. Asked only with authentication on. */
@FunctionalInterface
public interface Guard {
    /** Lets everything pass. */
    Guard NONE = store -> {};

    /**
     * Lets it pass, or not.
     *
     * @throws EtcdRefusal when it may not be done
     */
    void check(Store store);
}
