package io.kubejar.core.client;

import io.kubejar.core.object.ApiObject;

/** One event of a watch. A DELETED event carries the last state with the revision of the deletion. */
public record WatchEvent(Type type, ApiObject object) {
    /** What happened. */
    public enum Type {
        ADDED,
        MODIFIED,
        DELETED,
        BOOKMARK
    }
}
