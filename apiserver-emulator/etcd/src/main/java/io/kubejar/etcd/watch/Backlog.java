package io.kubejar.etcd.watch;

import io.kubejar.etcd.mvcc.Event;
import io.kubejar.etcd.mvcc.State;
import java.util.ArrayList;
import java.util.List;

/**
 * A piece of what a watcher has missed.
 *
 * @param events in order; those of one revision are all in the same piece
 * @param next the first revision that is not in it
 */
public record Backlog(List<Event> events, long next) {
    private static final long BYTES = 1024 * 1024; // clients may refuse messages of more than four times that

    /** What the revisions from the given one on hold for the watcher, at most so many of them and not too much at once. */
    public static Backlog read(State state, WatchRequest request, long from, int revisions) {
        long end = Math.min(state.revision() + 1, from + revisions);
        List<Event> found = new ArrayList<>();
        long bytes = 0;
        long revision = from;
        for (; revision < end && bytes < BYTES; revision++) {
            for (Event event : state.events(revision)) {
                if (request.wants(event)) {
                    bytes += event.kv().key().length() + event.kv().value().length();
                    // What was before the compaction revision cannot be read any more.
                    found.add(revision > state.compactRevision() ? event : new Event(event.kv(), null));
                }
            }
        }
        return new Backlog(found, revision);
    }
}
