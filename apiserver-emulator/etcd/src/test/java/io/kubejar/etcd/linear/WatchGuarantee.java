package io.kubejar.etcd.linear;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.kubejar.etcd.door.WatchRecord;
import io.kubejar.etcd.model.Answer;
import io.kubejar.etcd.model.Keys;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What etcd promises of each watch, as checks of what a watch has delivered. Source: etcd 3.6
 * tests/robustness/validate/watch.go, and etcd's API guarantees.
 */
enum WatchGuarantee {
    /** Only what was asked for comes. */
    FILTER {
        @Override
        void check(Watched watch, Truth truth, List<String> complaints) {
            watch.record().events().stream()
                    .filter(event -> !matches(watch.record().request(), event))
                    .forEach(event -> complaints.add("nobody asked for " + Answer.text(event)));
        }
    },

    /** Events come by revision. */
    ORDERED {
        @Override
        void check(Watched watch, Truth truth, List<String> complaints) {
            long last = 0;
            for (Event event : watch.record().events()) {
                if (revision(event) < last) {
                    complaints.add(revision(event) + " after " + last);
                }
                last = revision(event);
            }
        }
    },

    /** No event comes twice. */
    UNIQUE {
        @Override
        void check(Watched watch, Truth truth, List<String> complaints) {
            record Place(long revision, ByteString key) {}
            Set<Place> seen = new HashSet<>();
            for (Event event : watch.record().events()) {
                if (!seen.add(new Place(revision(event), event.getKv().getKey()))) {
                    complaints.add("twice " + Answer.text(event));
                }
            }
        }
    },

    /** The events of a revision come together. */
    ATOMIC {
        @Override
        void check(Watched watch, Truth truth, List<String> complaints) {
            long last = 0;
            for (WatchResponse response : watch.record().responses()) {
                if (response.getEventsCount() > 0) {
                    if (revision(response.getEvents(0)) == last) {
                        complaints.add("revision " + last + " in two pieces");
                    }
                    last = revision(response.getEvents(response.getEventsCount() - 1));
                }
            }
        }
    },

    /** Nothing is left out between the first that was owed and the last that came. */
    RELIABLE {
        @Override
        void check(Watched watch, Truth truth, List<String> complaints) {
            List<String> owed = new ArrayList<>();
            for (long revision = watch.first(); revision <= watch.upTo(); revision++) {
                truth.events(revision).stream()
                        .filter(event -> matches(watch.record().request(), event))
                        .forEach(event -> owed.add(bare(event)));
            }
            List<String> got =
                    watch.record().events().stream().map(event -> bare(event)).toList();
            if (!got.equals(owed)) {
                complaints.add("got " + got + "\nfor " + owed);
            }
        }
    },

    /** A watch that is begun after the last event of an earlier one goes on with the next event. */
    RESUMABLE {
        @Override
        void check(Watched watch, Truth truth, List<String> complaints) {
            List<Event> got = watch.record().events();
            long start = watch.record().request().getStartRevision();
            if (start == 0 || got.isEmpty()) {
                return;
            }
            for (long revision = start; revision <= truth.last(); revision++) {
                for (Event event : truth.events(revision)) {
                    if (matches(watch.record().request(), event)) {
                        if (!bare(event).equals(bare(got.get(0)))) {
                            complaints.add("from " + start + " on begins with " + bare(got.get(0)) + " and not with "
                                    + bare(event));
                        }
                        return;
                    }
                }
            }
        }
    },

    /** Progress means that everything up to its revision has come. */
    BOOKMARKABLE {
        @Override
        void check(Watched watch, Truth truth, List<String> complaints) {
            long bookmark = 0;
            long last = 0;
            for (WatchResponse response : watch.record().responses()) {
                for (Event event : response.getEventsList()) {
                    if (revision(event) <= bookmark) {
                        complaints.add(revision(event) + " after a bookmark of " + bookmark);
                    }
                    last = revision(event);
                }
                if (WatchRecord.isProgress(response)) {
                    long revision = response.getHeader().getRevision();
                    if (revision < bookmark || revision < last) {
                        complaints.add(
                                "a bookmark of " + revision + " after one of " + bookmark + " and an event of " + last);
                    }
                    bookmark = revision;
                }
            }
        }
    },

    /** What was before is right, and there unless it was compacted. */
    PREVIOUS_VALUE {
        @Override
        void check(Watched watch, Truth truth, List<String> complaints) {
            for (Event event : watch.record().events()) {
                boolean creation = isCreation(event);
                KeyValue before = creation ? null : truth.at(event.getKv().getKey(), revision(event) - 1);
                boolean mayBeMissing =
                        before == null || !watch.record().request().getPrevKv() || revision(event) <= truth.compacted();
                boolean right = event.hasPrevKv() ? event.getPrevKv().equals(before) : mayBeMissing;
                if (!right) {
                    complaints.add("before " + Answer.text(event) + " was " + (before == null ? "nothing" : before));
                }
            }
        }
    },

    /** An event says that it created its key when the key was not there. */
    IS_CREATE {
        @Override
        void check(Watched watch, Truth truth, List<String> complaints) {
            for (Event event : watch.record().events()) {
                boolean wasThere = truth.at(event.getKv().getKey(), revision(event) - 1) != null;
                if (isCreation(event) == wasThere) {
                    complaints.add((wasThere ? "was there before " : "was not there before ") + Answer.text(event));
                }
            }
        }
    },

    /** A watch is ended by a compaction only when it is owed something from before it, and is told where it was. */
    ENDS_RIGHTLY {
        @Override
        void check(Watched watch, Truth truth, List<String> complaints) {
            long compacted = watch.record().compactRevision();
            long next = watch.nextOwed();
            if (compacted != 0 && (!truth.compactions().contains(compacted) || next >= compacted)) {
                complaints.add("owed from " + next + " on, ended by a compaction at " + compacted + " of "
                        + truth.compactions());
            }
        }
    };

    /** Adds what is wrong, in words. */
    abstract void check(Watched watch, Truth truth, List<String> complaints);

    /** Everything that is wrong with the watch, by the names of the guarantees. */
    static List<String> complaints(Watched watch, Truth truth) {
        List<String> all = new ArrayList<>();
        for (WatchGuarantee guarantee : values()) {
            List<String> own = new ArrayList<>();
            guarantee.check(watch, truth, own);
            own.forEach(complaint -> all.add(guarantee + ": " + complaint + ", watching "
                    + Answer.text(watch.record().request())));
        }
        return all;
    }

    static long revision(Event event) {
        return event.getKv().getModRevision();
    }

    private static boolean isCreation(Event event) {
        return event.getType() == Event.EventType.PUT
                && event.getKv().getCreateRevision() == event.getKv().getModRevision();
    }

    private static String bare(Event event) {
        return Answer.text(event.toBuilder().clearPrevKv().build());
    }

    private static boolean matches(WatchCreateRequest request, Event event) {
        WatchCreateRequest.FilterType unwanted = event.getType() == Event.EventType.DELETE
                ? WatchCreateRequest.FilterType.NODELETE
                : WatchCreateRequest.FilterType.NOPUT;
        return Keys.contains(
                        request.getKey(), request.getRangeEnd(), event.getKv().getKey())
                && !request.getFiltersList().contains(unwanted);
    }
}
