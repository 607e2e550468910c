package io.kubejar.etcd.linear;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for an order of calls that explains what came of them, in which no call comes before one that had returned before
 * it was called. The algorithm of Wing and Gong with Lowe's memory: a configuration (which calls are in the order so far,
 * and the state) is tried once. Source: Lowe, Testing for linearizability, 2017.
 */
final class Linearizability<S, I, O> {
    /** A call or a return in the list of those that are not yet in the order. */
    private static final class Entry<I, O> {
        final Operation<I, O> operation;
        final int number;
        final long time;
        final @Nullable Entry<I, O> match; // of a call: its return

        @Nullable
        Entry<I, O> previous;

        @Nullable
        Entry<I, O> next;

        Entry(Operation<I, O> operation, int number, long time, @Nullable Entry<I, O> match) {
            this.operation = operation;
            this.number = number;
            this.time = time;
            this.match = match;
        }
    }

    private record Configuration<S>(BitSet done, S state) {}

    private record Choice<S, I, O>(Entry<I, O> call, S before) {}

    private final SequentialModel<S, I, O> model;
    private final Entry<I, O> head;
    private final Set<Configuration<S>> tried = new HashSet<>();
    private final Deque<Choice<S, I, O>> order = new ArrayDeque<>();
    private List<Operation<I, O>> longest = List.of();

    private Linearizability(SequentialModel<S, I, O> model, List<Operation<I, O>> history) {
        this.model = model;
        List<Entry<I, O>> entries = new ArrayList<>();
        for (Operation<I, O> operation : history) {
            Entry<I, O> end = new Entry<>(operation, entries.size() / 2, operation.returned(), null);
            entries.add(end);
            entries.add(new Entry<>(operation, end.number, operation.called(), end));
        }
        entries.sort(Comparator.comparingLong(entry -> entry.time));
        head = new Entry<>(new Operation<>(null, null, 0, 0), -1, -1, null);
        Entry<I, O> last = head;
        for (Entry<I, O> entry : entries) {
            last.next = entry;
            entry.previous = last;
            last = entry;
        }
    }

    /** Why there is no such order; "" when there is one. */
    static <S, I, O> String complaint(SequentialModel<S, I, O> model, List<Operation<I, O>> history) {
        return new Linearizability<>(model, history).search();
    }

    private String search() {
        S state = model.initial();
        BitSet done = new BitSet();
        Entry<I, O> entry = head.next;
        while (head.next != null) {
            if (entry.match != null) {
                S next = model.step(state, entry.operation.input(), entry.operation.output());
                if (next != null && tried.add(new Configuration<>(with(done, entry.number), next))) {
                    order.push(new Choice<>(entry, state));
                    done.set(entry.number);
                    state = next;
                    lift(entry);
                    entry = head.next;
                } else {
                    entry = entry.next;
                }
            } else { // it had returned, so it must be in the order before whatever comes now
                remember();
                if (order.isEmpty()) {
                    return "no order explains it; the longest that was found:\n" + text(longest) + "\nthen none of\n"
                            + text(rest());
                }
                Choice<S, I, O> last = order.pop();
                state = last.before();
                done.clear(last.call().number);
                unlift(last.call());
                entry = last.call().next;
            }
        }
        return "";
    }

    private static BitSet with(BitSet done, int number) {
        BitSet copy = (BitSet) done.clone();
        copy.set(number);
        return copy;
    }

    private void remember() {
        if (order.size() > longest.size()) {
            List<Operation<I, O>> now = new ArrayList<>();
            order.descendingIterator().forEachRemaining(choice -> now.add(choice.call().operation));
            longest = now;
        }
    }

    private List<Operation<I, O>> rest() {
        List<Operation<I, O>> rest = new ArrayList<>();
        for (Entry<I, O> entry = head.next; entry != null; entry = entry.next) {
            if (entry.match != null && !longest.contains(entry.operation)) {
                rest.add(entry.operation);
            }
        }
        return rest;
    }

    private static String text(List<? extends Operation<?, ?>> operations) {
        StringBuilder out = new StringBuilder();
        operations.forEach(operation -> out.append("  ").append(operation).append('\n'));
        return out.toString();
    }

    private static <I, O> void lift(Entry<I, O> call) {
        unlink(call);
        unlink(call.match);
    }

    private static <I, O> void unlift(Entry<I, O> call) {
        relink(call.match);
        relink(call);
    }

    private static <I, O> void unlink(Entry<I, O> entry) {
        entry.previous.next = entry.next;
        if (entry.next != null) {
            entry.next.previous = entry.previous;
        }
    }

    private static <I, O> void relink(Entry<I, O> entry) {
        entry.previous.next = entry;
        if (entry.next != null) {
            entry.next.previous = entry;
        }
    }
}
