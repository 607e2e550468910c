package io.kubejar.core.reconcile;

import io.kubejar.core.object.ObjectKey;
import java.time.Instant;

/**
 * One controller: which changes wake it, and what it wants for one object. It reads local copies only and writes nothing
 * itself; {@link ControllerLoop} carries its plans out. One call at a time; level-triggered: a plan follows from what is
 * there, not from what has happened.
 */
public interface Controller {
    /** Its name, as in {@code replicaset-controller}; also the {@code source.component} of its events. */
    String name();

    /** The user it acts as, for example {@code system:serviceaccount:kube-system:replicaset-controller}. */
    default String user() {
        return "system:serviceaccount:kube-system:" + name();
    }

    /** Says what wakes it. Called once, before anything else. */
    void sources(Sources sources);

    /** What to do for the object of this key, which may be gone. */
    Plan reconcile(ObjectKey key, Instant now);
}
