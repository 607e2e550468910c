package io.kubejar.etcd.history;

import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.LeaseGrantResponse;
import io.etcd.jetcd.api.LeaseTimeToLiveResponse;
import io.kubejar.etcd.door.Door;
import io.kubejar.etcd.door.WatchRecord;
import io.kubejar.etcd.model.Answer;
import io.kubejar.etcd.model.Keys;
import io.kubejar.etcd.model.Model;
import io.kubejar.etcd.model.ModelWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A history that is done to a door and to the model, side by side. */
final class Repetition {
    /** For the first try of a history; while it is shrunk less will do. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** See {@link #PATIENCE}. */
    static final Duration SHORT_PATIENCE = Duration.ofSeconds(2);

    /** Leases of the wire's histories have these ids, one for each slot. */
    private static final long LEASE_BASE = 0x1000;

    /**
     * A watch, there and here.
     *
     * @param past true when it began with what had already happened
     */
    private record Pair(WatchRecord real, ModelWatch model, boolean past) {}

    private final Door door;
    private final Model model;
    private final Dialect dialect;
    private final Duration patience;
    private final Absolute absolute;
    private final long leaseBase;
    private final List<Pair> watches = new ArrayList<>();
    private final Map<Integer, Pair> slots = new HashMap<>();
    private final Set<Long> compactions = new HashSet<>();

    /**
     * On a store that is empty.
     *
     * @param shift the store's revision less 1
     * @param patience how long to wait for what a watch is owed
     */
    Repetition(Door door, Model model, Dialect dialect, long shift, Duration patience) {
        this.patience = patience;
        this.door = door;
        this.model = model;
        this.dialect = dialect;
        this.absolute = new Absolute(shift);
        this.leaseBase = LEASE_BASE * (shift + 1);
    }

    /** The first thing that differs, in words; null when nothing does. */
    @Nullable
    String difference(List<Step> history) {
        for (int i = 0; i < history.size(); i++) {
            String difference = dialect.understands(history.get(i)) ? difference(history.get(i)) : null;
            if (difference != null) {
                return "step " + (i + 1) + ", " + history.get(i) + "\n" + difference;
            }
        }
        for (Pair pair : watches) {
            String difference = end(pair);
            if (difference != null) {
                return "at the end\n" + difference;
            }
        }
        return null;
    }

    private @Nullable String difference(Step step) {
        if (step instanceof Step.Call call) {
            var request = absolute.request(call.request());
            return compare(door.call(request), model.call(request));
        } else if (step instanceof Step.Compact compact) {
            return compact(absolute.revision(compact.revision()));
        } else if (step instanceof Step.Grant grant) {
            return grant(grant);
        } else if (step instanceof Step.Revoke revoke) {
            long id = absolute.lease(revoke.slot());
            return compare(door.revoke(id), model.revoke(id));
        } else if (step instanceof Step.KeepAlive keepAlive) {
            long id = absolute.lease(keepAlive.slot());
            return compare(door.keepAlive(id), model.keepAlive(id));
        } else if (step instanceof Step.TimeToLive timeToLive) {
            long id = absolute.lease(timeToLive.slot());
            return compare(comparable(door.timeToLive(id)), comparable(model.timeToLive(id)));
        } else if (step instanceof Step.Advance advance) {
            door.advance(advance.time());
            model.advance(advance.time());
            return compareWatches();
        } else if (step instanceof Step.Watch watch) {
            return watch(watch);
        } else {
            Pair pair = slots.remove(((Step.Cancel) step).slot());
            return pair == null ? null : end(pair);
        }
    }

    private @Nullable String compare(Answer real, Answer expected) {
        return dialect.same(real, expected) ? compareWatches() : different(real, expected);
    }

    private static String different(Object real, Object expected) {
        return "gave      " + real + "\nexpected  " + expected;
    }

    /** Where a watch is told before the write returns, it has been. */
    private @Nullable String compareWatches() {
        if (door.abilities().contains(Door.Ability.AT_ONCE)) {
            for (Pair pair : watches) {
                String difference = compareEvents(pair);
                if (difference != null) {
                    return difference;
                }
            }
        }
        return null;
    }

    private @Nullable String compact(long revision) {
        // A watch that is still behind would be ended or not, as chance has it.
        for (Pair pair : watches) {
            String difference = mayBeBehind(pair) ? end(pair) : catchUp(pair);
            if (difference != null) {
                return difference;
            }
        }
        compactions.add(revision);
        return compare(door.compact(revision), model.compact(revision));
    }

    /** Whether nothing that came shows that it has caught up. */
    private boolean mayBeBehind(Pair pair) {
        return !door.abilities().contains(Door.Ability.AT_ONCE)
                && pair.past()
                && pair.model().events().isEmpty();
    }

    private @Nullable String grant(Step.Grant grant) {
        long asked = door.abilities().contains(Door.Ability.ALL_FIELDS) ? leaseBase + grant.slot() : 0;
        Answer real = door.grant(asked, grant.ttl());
        long id = real.message() instanceof LeaseGrantResponse response ? response.getID() : asked;
        Answer expected = model.grant(id, grant.ttl());
        if (!expected.isRefusal()) {
            absolute.granted(grant.slot(), id);
        }
        return compare(real, expected);
    }

    /** The keys come in any order, and the time that is left is known only where time stands still. */
    private Answer comparable(Answer answer) {
        if (!(answer.message() instanceof LeaseTimeToLiveResponse response)) {
            return answer;
        }
        LeaseTimeToLiveResponse.Builder out = response.toBuilder().clearKeys();
        response.getKeysList().stream().sorted(Keys.ORDER).forEach(out::addKeys);
        if (!door.abilities().contains(Door.Ability.CLOCK) && response.getTTL() > 0) {
            out.clearTTL();
        }
        return Answer.of(out.build());
    }

    private @Nullable String watch(Step.Watch step) {
        var request = absolute.watch(step.request());
        long start = request.getStartRevision();
        boolean past = start > 0 && start <= model.revision();
        Pair pair = new Pair(door.watch(request), model.watch(request), past);
        watches.add(pair);
        slots.put(step.slot(), pair);
        // What comes next comes after it stands.
        pair.real().await("the beginning", () -> !pair.real().responses().isEmpty());
        return compareWatches();
    }

    /** Waits until the door has delivered all that is owed, and the end if there is one. */
    private @Nullable String catchUp(Pair pair) {
        try {
            pair.real()
                    .await(
                            "all that is owed",
                            patience,
                            () -> seen(pair).size() >= owed(pair).size()
                                    && (!pair.model().isEnded() || pair.real().isEnded()));
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            return "a watch did not get all: " + e.getMessage() + "\n" + different(seen(pair), owed(pair));
        }
        return compareEvents(pair);
    }

    private @Nullable String end(Pair pair) {
        String difference = catchUp(pair);
        pair.real().close();
        model.cancel(pair.model());
        return difference == null ? compareEvents(pair) : difference;
    }

    private @Nullable String compareEvents(Pair pair) {
        if (!seen(pair).equals(owed(pair))) {
            return "a watch " + different(texts(seen(pair)), texts(owed(pair)));
        }
        if (pair.real().compactRevision() != pair.model().compactRevision()) {
            return "the end of a watch "
                    + different(pair.real().compactRevision(), pair.model().compactRevision());
        }
        return pair.real().refusal().equals(pair.model().refusal())
                ? null
                : "a watch " + different(pair.real().refusal(), pair.model().refusal());
    }

    private static List<String> texts(List<Event> events) {
        return events.stream().map(Answer::text).toList();
    }

    private List<Event> seen(Pair pair) {
        return dialect.comparable(pair.real().events(), compactions);
    }

    private List<Event> owed(Pair pair) {
        return dialect.comparable(pair.model().events(), compactions);
    }

    /** Runs a history on a fresh store. */
    static @Nullable String onFresh(Supplier<Door> doors, List<Step> history, Duration patience) {
        try (Door door = doors.get()) {
            return new Repetition(door, Model.fresh(), Dialect.ETCD_3_6, 0, patience).difference(history);
        }
    }
}
