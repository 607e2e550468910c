package io.kubejar.etcd.watch;

import io.kubejar.etcd.mvcc.EtcdError;
import io.kubejar.etcd.mvcc.Event;
import io.kubejar.etcd.mvcc.KeyRange;
import java.util.List;

/**
 * What a watcher wants to see.
 *
 * @param startRevision from which revision on; 0 for what happens from now on
 * @param noPut true to leave out puts
 * @param noDelete true to leave out deletions
 * @param progress true to be told from time to time how far the watcher is when nothing happens
 */
public record WatchRequest(KeyRange range, long startRevision, boolean noPut, boolean noDelete, boolean progress) {
    private static final String EMPTY_RANGE = "mvcc: watcher range is empty";

    /** Everything in the range from a revision on. */
    public static WatchRequest from(KeyRange range, long startRevision) {
        return new WatchRequest(range, startRevision, false, false, false);
    }

    /**
     * Why nobody can watch like this, in etcd's words; "" when it is possible. Source: etcd 3.6
     * v3rpc.serverWatchStream.recvLoop, mvcc.watchStream.Watch.
     */
    public String refusal() {
        if (startRevision < 0) {
            return EtcdError.COMPACTED.text();
        }
        return range.isVoid() ? EMPTY_RANGE : "";
    }

    /** True when the watcher is to see the event. */
    public boolean wants(Event event) {
        return range.contains(event.kv().key()) && !(event.isDelete() ? noDelete : noPut);
    }

    /** Those events that the watcher is to see, in the same order. */
    public List<Event> select(List<Event> events) {
        if (events.size() == 1) {
            return wants(events.get(0)) ? events : List.of();
        }
        return events.stream().filter(this::wants).toList();
    }
}
