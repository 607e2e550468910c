package io.kubejar.core.client;

import org.jspecify.annotations.Nullable;

/**
 * How to delete; null and "" leave a choice to the server.
 *
 * @param gracePeriodSeconds how long a pod may take to stop; 0 removes it at once
 * @param propagationPolicy {@code Foreground}, {@code Background} or {@code Orphan}
 * @param uid only when the object has this uid
 * @param resourceVersion only while this is the newest
 * @param dryRun whether to do everything but store it
 * @param cause the revision of the event that made the caller delete, 0 when unknown
 */
public record DeleteOptions(
        @Nullable Long gracePeriodSeconds,
        String propagationPolicy,
        String uid,
        String resourceVersion,
        boolean dryRun,
        long cause) {
    /** The usual. */
    public static final DeleteOptions NONE = new DeleteOptions(null, "", "", "", false, 0);

    /** Only the very object that was seen. */
    public static DeleteOptions ofUid(String uid) {
        return new DeleteOptions(null, "", uid, "", false, 0);
    }

    /** Dependents in the given way: {@code Foreground}, {@code Background} or {@code Orphan}. */
    public static DeleteOptions propagating(String policy) {
        return new DeleteOptions(null, policy, "", "", false, 0);
    }

    /** The same with a grace period in seconds. */
    public DeleteOptions grace(long seconds) {
        return new DeleteOptions(seconds, propagationPolicy, uid, resourceVersion, dryRun, cause);
    }

    /** The same with its cause. */
    public DeleteOptions causedBy(long revision) {
        return new DeleteOptions(gracePeriodSeconds, propagationPolicy, uid, resourceVersion, dryRun, revision);
    }
}
