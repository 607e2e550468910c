package io.kubejar.etcd.linear;

import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.WatchResponse;
import io.kubejar.etcd.door.WatchRecord;
import java.util.List;

/**
 * A watch that is over.
 *
 * @param upTo the revision up to which it must have got everything
 */
record Watched(WatchRecord record, long upTo) {
    /** One that was cancelled at any time: it must have got everything up to the last that it got. */
    static Watched cancelled(WatchRecord record) {
        long last = 0;
        for (WatchResponse response : record.responses()) {
            if (WatchRecord.isProgress(response)) {
                last = response.getHeader().getRevision();
            }
            for (Event event : response.getEventsList()) {
                last = WatchGuarantee.revision(event);
            }
        }
        return new Watched(record, last);
    }

    /** The first revision that it is owed; a watch from now on begins after the revision that announced it. */
    long first() {
        long start = record.request().getStartRevision();
        List<WatchResponse> responses = record.responses();
        if (start != 0 || responses.isEmpty()) {
            return Math.max(start, 1);
        }
        return responses.get(0).getHeader().getRevision() + 1;
    }

    /** The revision after the last that it got. */
    long nextOwed() {
        List<Event> events = record.events();
        return events.isEmpty() ? first() : WatchGuarantee.revision(events.get(events.size() - 1)) + 1;
    }
}
