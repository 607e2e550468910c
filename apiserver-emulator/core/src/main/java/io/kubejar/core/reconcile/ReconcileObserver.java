package io.kubejar.core.reconcile;

import io.kubejar.core.object.ObjectKey;

/** Hears of every time a controller has looked at an object. Called on the controller's loop; must be quick and must not throw. */
@FunctionalInterface
public interface ReconcileObserver {
    /** Hears nothing. */
    ReconcileObserver NONE = (controller, key, failed) -> {};

    /**
     * An object was reconciled.
     *
     * @param failed whether its plan was given up, so that it comes back after a while
     */
    void reconciled(Controller controller, ObjectKey key, boolean failed);
}
