package io.kubejar.core.informer;

import io.kubejar.core.object.ApiObject;
import org.jspecify.annotations.Nullable;

/** Hears of every change of one resource, in order, on the informer's loop. Must not block. */
@FunctionalInterface
public interface ChangeHandler {
    /**
     * Something is new, other or gone.
     *
     * @param before what was there, null for a new object
     * @param after what is there now, null for one that is gone
     * @param revision the store's revision of the change
     */
    void onChange(@Nullable ApiObject before, @Nullable ApiObject after, long revision);
}
