package io.kubejar.server.storage;

import io.kubejar.core.error.StatusException;
import org.jspecify.annotations.Nullable;

/** Hears the changes of a resource in order, one at a time, with the cache's lock held: must only queue. */
public interface CacheListener {
    /** A change. */
    void onEvent(CacheEvent event);

    /** The listener hears nothing more; null when the server goes down, else why. */
    void onClose(@Nullable StatusException why);
}
