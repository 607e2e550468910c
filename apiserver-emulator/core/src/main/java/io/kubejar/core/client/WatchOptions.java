package io.kubejar.core.client;

/**
 * What to watch.
 *
 * @param labelSelector as in a list, "" for all
 * @param fieldSelector as in a list, "" for all
 * @param fromRevision events after this revision; 0 for the state as it is, as ADDED events, and what follows
 * @param bookmarks whether BOOKMARK events are wanted
 */
public record WatchOptions(String labelSelector, String fieldSelector, long fromRevision, boolean bookmarks) {
    /** Everything after a revision, with bookmarks. */
    public static WatchOptions from(long revision) {
        return new WatchOptions("", "", revision, true);
    }
}
