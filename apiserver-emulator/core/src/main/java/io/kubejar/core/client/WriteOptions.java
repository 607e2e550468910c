package io.kubejar.core.client;

/**
 * How to write.
 *
 * @param fieldManager who is recorded as manager of the fields, "" for the server's choice
 * @param dryRun whether to do everything but store it
 * @param fieldValidation {@code Ignore}, {@code Warn} or {@code Strict}; "" for the server's choice
 * @param cause the revision of the event that made the caller write, 0 when unknown; it feeds the timeline
 * @param force whether an apply takes over fields of other managers
 */
public record WriteOptions(String fieldManager, boolean dryRun, String fieldValidation, long cause, boolean force) {
    /** The usual. */
    public static final WriteOptions NONE = new WriteOptions("", false, "", 0, false);

    /** A write that an event of this revision has caused. */
    public static WriteOptions causedBy(long revision) {
        return new WriteOptions("", false, "", revision, false);
    }
}
