package io.kubejar.etcd.history;

import io.etcd.jetcd.api.Event;
import io.kubejar.etcd.model.Answer;
import java.util.List;
import java.util.Set;

/** In what a version of etcd differs from the model, which is that of 3.6. */
enum Dialect {
    /** In nothing. */
    ETCD_3_6,

    /**
     * A deletion at the very revision of a compaction is forgotten, sooner or later. Of several reasons to refuse a
     * transaction another one may be told: all puts are looked at before all ranges. A watch from a revision below 0 is
     * not refused at once, but ended later (and so it is before 3.6.6).
     */
    ETCD_3_4;

    /** That of a server of this version. */
    static Dialect of(String version) {
        return version.startsWith("3.4.") || version.startsWith("3.5.") ? ETCD_3_4 : ETCD_3_6;
    }

    /** Whether the model knows what comes of the step. */
    boolean understands(Step step) {
        return this == ETCD_3_6
                || !(step instanceof Step.Watch watch)
                || watch.request().getStartRevision() >= 0;
    }

    /** Whether both mean the same. */
    boolean same(Answer real, Answer expected) {
        return real.equals(expected) || (this == ETCD_3_4 && real.isRefusal() && expected.isRefusal());
    }

    /** Without the events that may be there or not. */
    List<Event> comparable(List<Event> events, Set<Long> compactions) {
        if (this == ETCD_3_6) {
            return events;
        }
        return events.stream()
                .filter(event -> event.getType() != Event.EventType.DELETE
                        || !compactions.contains(event.getKv().getModRevision()))
                .toList();
    }
}
