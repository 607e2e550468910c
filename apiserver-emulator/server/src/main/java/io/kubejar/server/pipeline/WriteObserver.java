package io.kubejar.server.pipeline;

import io.kubejar.core.object.ApiObject;
import io.kubejar.server.request.Call;

/** Hears of every write after it was stored; feeds the timeline. Must be quick and must not throw. */
@FunctionalInterface
public interface WriteObserver {
    /**
     * A write was stored.
     *
     * @param object as it is now, or was last when it is gone
     * @param cause the revision of the event that made the writer write, 0 when unknown
     */
    void written(Call call, ApiObject object, long cause);
}
