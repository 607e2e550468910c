package io.kubejar.cluster.history;

import io.kubejar.cluster.Timeline;
import io.kubejar.core.object.ApiObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All states of one object, also of those that had its name before it. Claims about them throw {@link AssertionError} that
 * tells what happened, and give this history again. Immutable.
 */
public final class ObjectHistory {
    private final String what;
    private final long since;
    private final List<State> states;
    private final Function<State, List<String>> causes;

    /**
     * Of states in order.
     *
     * @param what how messages speak of it
     * @param since from where on it is looked at; a state of that revision or before is only how it began
     * @param causes the chain of causes of a state's write, as lines
     */
    ObjectHistory(String what, long since, List<State> states, Function<State, List<String>> causes) {
        this.what = what;
        this.since = since;
        this.states = List.copyOf(states);
        this.causes = causes;
    }

    /** Its states in order; the first may be from before the history begins. */
    public List<State> states() {
        return states;
    }

    /** The object as of a revision; null when there was none. */
    public @Nullable ApiObject at(long revision) {
        ApiObject found = null;
        for (State state : states) {
            if (state.revision() <= revision) {
                found = state.object();
            }
        }
        return found;
    }

    /** What became different from one revision to another. */
    public Diff diff(long from, long to) {
        return Diff.of(at(from), at(to));
    }

    /** Claims that it was created exactly once. */
    public ObjectHistory createdOnce() {
        List<State> creates = new ArrayList<>();
        boolean there = false;
        for (State state : states) {
            if (state.exists() && !there && state.revision() > since) {
                creates.add(state);
            }
            there = state.exists();
        }
        if (creates.size() != 1) {
            throw Story.failure(
                    what + " should have been created exactly once",
                    creates.isEmpty() ? "it never was" : "it was created " + creates.size() + " times",
                    creates.isEmpty()
                            ? tell()
                            : creates.stream().map(State::told).toList());
        }
        return this;
    }

    /** Claims that a condition held in every state in which the object was there, and that it was there at all. */
    public ObjectHistory always(Condition condition) {
        boolean seen = false;
        for (State state : states) {
            ApiObject object = state.object();
            if (object != null && !condition.holds(object)) {
                throw broken(what + " should always have been " + condition.name(), "it was not", state);
            }
            seen |= object != null;
        }
        if (!seen) {
            throw Story.failure(what + " should always have been " + condition.name(), "it never was there", tell());
        }
        return this;
    }

    /** Claims that a condition never held. */
    public ObjectHistory never(Condition condition) {
        State first = firstly(condition);
        if (first != null) {
            throw broken(what + " should never have been " + condition.name(), "it was", first);
        }
        return this;
    }

    /** Claims that a condition held at some time. */
    public ObjectHistory once(Condition condition) {
        if (firstly(condition) == null) {
            throw Story.failure(what + " should have been " + condition.name(), "it never was", tell());
        }
        return this;
    }

    /** Begins a claim about an order: {@code first(bound).then(ready)}. */
    public Order first(Condition condition) {
        return new Order(condition, null);
    }

    /** A claim about an order. */
    public final class Order {
        private final Condition earlier;
        private final @Nullable State reached;

        private Order(Condition earlier, @Nullable State reached) {
            this.earlier = earlier;
            this.reached = reached;
        }

        /**
         * Claims that the earlier condition held at some time, and the later one for the first time in a later state. More
         * may follow.
         */
        public Order then(Condition later) {
            State begin = reached == null ? firstly(earlier) : reached;
            State end = firstly(later);
            String claim = what + " should have been " + earlier.name() + " before " + later.name();
            if (begin == null) {
                throw Story.failure(claim, "it never was " + earlier.name(), tell());
            }
            if (end == null) {
                throw Story.failure(claim, "it never was " + later.name(), tell());
            }
            if (end.revision() <= begin.revision()) {
                String when = end.revision() == begin.revision() ? "at once" : "at revision " + begin.revision();
                throw broken(claim, earlier.name() + " came " + when + ", and " + later.name(), end);
            }
            return new Order(later, end);
        }
    }

    private @Nullable State firstly(Condition condition) {
        for (State state : states) {
            ApiObject object = state.object();
            if (object != null && condition.holds(object)) {
                return state;
            }
        }
        return null;
    }

    private AssertionError broken(String claim, String but, State at) {
        List<String> lines = new ArrayList<>();
        int index = states.indexOf(at);
        lines.add(at.told());
        ApiObject before = index > 0 ? states.get(index - 1).object() : null;
        if (before != null) {
            Diff.of(before, at.object()).changes().forEach(change -> lines.add("  " + change));
        }
        lines.addAll(causes.apply(at));
        return Story.failure(claim, but + " at revision " + at.revision(), lines);
    }

    private List<String> tell() {
        if (states.isEmpty()) {
            return List.of("it never was there");
        }
        List<String> lines = new ArrayList<>();
        ApiObject before = null;
        for (State state : states) {
            lines.add(state.told());
            ApiObject now = state.object();
            if (before != null && now != null) {
                Diff.of(before, now).changes().forEach(change -> lines.add("  " + change));
            }
            before = now;
        }
        return lines;
    }

    /** The writes that made its states, with what each changed. */
    @Override
    public String toString() {
        return what + "\n" + String.join("\n", tell());
    }

    /** Who wrote it, in order; without the writes that are not known. */
    public List<Timeline.Entry> writes() {
        List<Timeline.Entry> out = new ArrayList<>();
        for (State state : states) {
            Timeline.Entry write = state.write();
            if (write != null && state.revision() > since) {
                out.add(write);
            }
        }
        return out;
    }
}
