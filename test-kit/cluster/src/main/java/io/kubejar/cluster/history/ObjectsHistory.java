package io.kubejar.cluster.history;

import io.kubejar.core.object.ApiObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * All moments of a set of objects: how they stood together after each write. Claims about them throw {@link AssertionError}
 * that tells what happened, and give this history again. Immutable.
 */
public final class ObjectsHistory {
    private final String what;
    private final long since;
    private final Map<String, List<State>> byKey;
    private final Condition which;
    private final Function<State, List<String>> causes;

    /**
     * Of the states of each object in order.
     *
     * @param what how messages speak of them
     * @param since from where on they are looked at; states of that revision or before are only how it began
     * @param causes the chain of causes of a state's write, as lines
     */
    ObjectsHistory(String what, long since, Map<String, List<State>> byKey, Function<State, List<String>> causes) {
        this(what, since, byKey, Condition.of("", object -> true), causes);
    }

    private ObjectsHistory(
            String what,
            long since,
            Map<String, List<State>> byKey,
            Condition which,
            Function<State, List<String>> causes) {
        this.what = what;
        this.since = since;
        this.byKey = byKey;
        this.which = which;
        this.causes = causes;
    }

    /**
     * One moment.
     *
     * @param state what the write at this revision made, perhaps of an object that does not count; the first moment is
     *     how everything stood when the history began, and its state only the youngest then
     */
    public record Moment(State state, List<ApiObject> objects) {}

    /** The same looking only at objects for which a condition holds; each counts while it holds. */
    public ObjectsHistory where(Condition condition) {
        Condition both = which.name().isEmpty() ? condition : which.and(condition);
        return new ObjectsHistory(what + " that are " + condition.name(), since, byKey, both, causes);
    }

    /** The moments in order: how it began, then one for each write. */
    public List<Moment> moments() {
        TreeMap<Long, Map.Entry<String, State>> writes = new TreeMap<>();
        byKey.forEach((key, states) -> states.forEach(state -> writes.put(state.revision(), Map.entry(key, state))));
        Map<String, ApiObject> now = new TreeMap<>();
        List<Moment> out = new ArrayList<>();
        State begin = new State(since, null, null);
        boolean begun = false;
        for (Map.Entry<String, State> write : writes.values()) {
            State state = write.getValue();
            if (state.revision() > since && !begun) {
                out.add(new Moment(begin, List.copyOf(now.values())));
                begun = true;
            }
            ApiObject object = state.object();
            if (object != null && which.holds(object)) {
                now.put(write.getKey(), object);
            } else {
                now.remove(write.getKey());
            }
            if (begun) {
                out.add(new Moment(state, List.copyOf(now.values())));
            }
        }
        if (!begun) {
            out.add(new Moment(begin, List.copyOf(now.values())));
        }
        return out;
    }

    /** The states of each object by its key. */
    public Map<String, List<State>> states() {
        return new LinkedHashMap<>(byKey);
    }

    /** Claims something about every moment. */
    public ObjectsHistory always(String claim, Predicate<List<ApiObject>> holds) {
        for (Moment moment : moments()) {
            if (!holds.test(moment.objects())) {
                throw broken(what + ": " + claim, "it was not so", moment);
            }
        }
        return this;
    }

    /** Claims that there were never more at once. */
    public ObjectsHistory neverMoreThan(int count) {
        for (Moment moment : moments()) {
            int found = moment.objects().size();
            if (found > count) {
                throw broken(what + " should never have been more than " + count, "there were " + found, moment);
            }
        }
        return this;
    }

    /** Claims that there were never fewer, from how it began on. */
    public ObjectsHistory neverFewerThan(int count) {
        for (Moment moment : moments()) {
            int found = moment.objects().size();
            if (found < count) {
                String but = found == 0 ? "there was none" : found == 1 ? "there was 1" : "there were " + found;
                throw broken(what + " should never have been fewer than " + count, but, moment);
            }
        }
        return this;
    }

    /** Claims that there was always at least one for which the condition held. */
    public ObjectsHistory neverWithout(Condition condition) {
        where(condition).neverFewerThan(1);
        return this;
    }

    /** How many there were at once at most. */
    public int most() {
        return moments().stream()
                .mapToInt(moment -> moment.objects().size())
                .max()
                .orElse(0);
    }

    private AssertionError broken(String claim, String but, Moment moment) {
        List<String> lines = new ArrayList<>();
        State state = moment.state();
        if (state.revision() > since) {
            lines.add(state.told());
            lines.addAll(changes(state));
            lines.addAll(causes.apply(state));
        } else {
            lines.add("it was so from the beginning");
        }
        if (!moment.objects().isEmpty()) {
            lines.add("there were "
                    + String.join(
                            ", ", moment.objects().stream().map(ApiObject::name).toList()));
        }
        return Story.failure(claim, but + " at revision " + state.revision(), lines);
    }

    /** What the write of a state changed. */
    private List<String> changes(State at) {
        for (List<State> states : byKey.values()) {
            int index = states.indexOf(at);
            if (index > 0) {
                ApiObject before = states.get(index - 1).object();
                ApiObject after = at.object();
                return before == null || after == null
                        ? List.of()
                        : Diff.of(before, after).changes().stream()
                                .map(change -> "  " + change)
                                .toList();
            }
        }
        return List.of();
    }
}
