package io.kubejar.controllers.job;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A set of completion indexes as ordered intervals, with the text form of {@code status.completedIndexes}:
 * {@code 1,3-5,7}. Upstream: orderedIntervals, pkg/controller/job/indexed_job_utils.go, v1.36.
 */
record Intervals(List<Interval> list) {
    /** No index. */
    static final Intervals NONE = new Intervals(List.of());

    /** All indexes from the first to the last. */
    record Interval(int first, int last) {}

    /** Reads the text form; what is no number and what lies beyond the completions is left out. */
    static Intervals parse(@Nullable String text, int completions) {
        if (text == null || text.isEmpty()) {
            return NONE;
        }
        List<Interval> out = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Interval interval = interval(part);
            if (interval == null) {
                continue;
            }
            if (interval.first() >= completions) {
                break;
            }
            append(out, new Interval(interval.first(), Math.min(interval.last(), completions - 1)));
        }
        return new Intervals(List.copyOf(out));
    }

    private static @Nullable Interval interval(String text) {
        int dash = text.indexOf('-');
        try {
            int first = Integer.parseInt(dash < 0 ? text : text.substring(0, dash));
            return new Interval(first, dash < 0 ? first : Integer.parseInt(text.substring(dash + 1)));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static void append(List<Interval> out, Interval next) {
        Interval last = out.isEmpty() ? null : out.get(out.size() - 1);
        if (last == null || next.first() > last.last() + 1) {
            out.add(next);
        } else if (last.last() < next.last()) {
            out.set(out.size() - 1, new Interval(last.first(), next.last()));
        }
    }

    /** These and the given indexes. */
    Intervals with(Collection<Integer> indexes) {
        return with(new Intervals(
                new TreeSet<>(indexes).stream().map(i -> new Interval(i, i)).toList()));
    }

    /** These and the other ones. */
    Intervals with(Intervals other) {
        List<Interval> all = new ArrayList<>(list);
        all.addAll(other.list);
        all.sort((a, b) -> Integer.compare(a.first(), b.first()));
        List<Interval> out = new ArrayList<>();
        all.forEach(interval -> append(out, interval));
        return new Intervals(List.copyOf(out));
    }

    /** How many indexes there are. */
    int total() {
        return list.stream().mapToInt(i -> i.last() - i.first() + 1).sum();
    }

    /** Whether the index is one of them. */
    boolean has(int index) {
        return list.stream().anyMatch(i -> i.first() <= index && index <= i.last());
    }

    /** How many of these indexes are also in the other ones. */
    int common(Intervals other) {
        int common = 0;
        for (Interval mine : list) {
            for (Interval its : other.list) {
                common += Math.max(0, Math.min(mine.last(), its.last()) - Math.max(mine.first(), its.first()) + 1);
            }
        }
        return common;
    }

    /** The first indexes below the bound that are not in it, at most as many as asked for. */
    List<Integer> firstMissing(int count, int bound) {
        List<Integer> out = new ArrayList<>();
        int candidate = 0;
        for (Interval interval : list) {
            for (; candidate < Math.min(interval.first(), bound) && out.size() < count; candidate++) {
                out.add(candidate);
            }
            candidate = Math.max(candidate, interval.last() + 1);
        }
        for (; candidate < bound && out.size() < count; candidate++) {
            out.add(candidate);
        }
        return out;
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (Interval interval : list) {
            if (out.length() > 0) {
                out.append(',');
            }
            out.append(interval.first());
            if (interval.last() > interval.first()) {
                out.append(interval.last() == interval.first() + 1 ? ',' : '-').append(interval.last());
            }
        }
        return out.toString();
    }
}
