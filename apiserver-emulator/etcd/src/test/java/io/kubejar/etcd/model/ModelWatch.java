package io.kubejar.etcd.model;

import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.WatchCreateRequest;
import java.util.ArrayList;
import java.util.List;

/** What one watcher is owed. */
public final class ModelWatch {
    final WatchCreateRequest request;
    final List<Event> events = new ArrayList<>();
    long next;
    boolean ended;
    long compactRevision;
    String refusal = "";

    ModelWatch(WatchCreateRequest request) {
        this.request = request;
    }

    /** In order. */
    public List<Event> events() {
        return List.copyOf(events);
    }

    /** Where the store was compacted when that ended the watch; else 0. */
    public long compactRevision() {
        return compactRevision;
    }

    /** Why there is no watch; "" when there is. */
    public String refusal() {
        return refusal;
    }

    /** True when nothing more comes. */
    public boolean isEnded() {
        return ended;
    }
}
