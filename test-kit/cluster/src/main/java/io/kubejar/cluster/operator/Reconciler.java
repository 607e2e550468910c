package io.kubejar.cluster.operator;

import io.kubejar.core.object.ObjectKey;

/** A user's control loop: looks at what is and does what is missing. Called for one key at a time. */
@FunctionalInterface
public interface Reconciler {
    /**
     * Brings one object where it has to be.
     *
     * @param key the object's namespace and name; it may be gone
     * @param work what the operator sees and can do
     * @throws Exception to be called again for the key, later each time it fails
     */
    void reconcile(ObjectKey key, Work work) throws Exception;
}
