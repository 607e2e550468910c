package io.kubejar.cluster.history;

import io.kubejar.cluster.Timeline;
import io.kubejar.core.object.ApiObject;
import org.jspecify.annotations.Nullable;

/**
 * How an object was from one revision on.
 *
 * @param object null when it was gone
 * @param write who made it so and why; null when nobody of this cluster is known to, as at the end of a lease
 */
public record State(long revision, @Nullable ApiObject object, Timeline.@Nullable Entry write) {
    /** Whether there was an object. */
    public boolean exists() {
        return object != null;
    }

    /** The write that made it, as a line. */
    String told() {
        return write == null ? String.format("%6d  (no write of this cluster is known)", revision) : write.toString();
    }
}
