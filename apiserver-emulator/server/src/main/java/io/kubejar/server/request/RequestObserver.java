package io.kubejar.server.request;

import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.server.authz.Attributes;

/**
 * Hears of what requests ask and do; feeds the timeline and what counts calls. Called on the thread of the request; must be
 * quick and must not throw.
 */
@FunctionalInterface
public interface RequestObserver {
    /**
     * A write was stored.
     *
     * @param object as it is now, or was last when it is gone, with the revision of the write
     * @param cause the revision of the event that made the writer write, 0 when unknown
     */
    void written(Call call, ApiObject object, long cause);

    /** A write was accepted, and there was nothing to store because the object is so already. */
    default void unchanged(Call call) {}

    /** A write was refused after the server had begun with it: a conflict, what is invalid, what admission refuses. */
    default void refused(Call call, StatusException why) {}

    /** The authorizer was asked whether a request may be made. */
    default void asked(Attributes what, boolean allowed) {}
}
