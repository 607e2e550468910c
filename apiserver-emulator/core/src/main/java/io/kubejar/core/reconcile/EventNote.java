package io.kubejar.core.reconcile;

import io.kubejar.core.object.ApiObject;

/** An Event to be recorded: about which object, of which type, why, in which words. */
public record EventNote(ApiObject about, String type, String reason, String message) {
    /** Something that is as it should be. */
    public static EventNote normal(ApiObject about, String reason, String message) {
        return new EventNote(about, "Normal", reason, message);
    }

    /** Something that somebody should look at. */
    public static EventNote warning(ApiObject about, String reason, String message) {
        return new EventNote(about, "Warning", reason, message);
    }
}
