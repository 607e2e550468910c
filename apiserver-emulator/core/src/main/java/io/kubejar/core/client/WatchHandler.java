package io.kubejar.core.client;

import io.kubejar.core.error.StatusException;
import org.jspecify.annotations.Nullable;

/** Hears the events of one watch, in order and one at a time. Must not block. */
public interface WatchHandler {
    /** The next event; never an ERROR, that comes as {@link #onClose}. */
    void onEvent(WatchEvent event);

    /** The watch has ended and nothing follows: null when it simply ended, else why (410: list again). */
    void onClose(@Nullable StatusException why);
}
