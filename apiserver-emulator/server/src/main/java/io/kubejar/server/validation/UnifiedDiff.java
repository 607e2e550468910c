package io.kubejar.server.validation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How two texts differ, in the unified form with three lines around each change. The longest run that both have in common
 * is found first, then what lies before and after it. Upstream: github.com/pmezard/go-difflib, as Diff of
 * apimachinery/pkg/util/diff, v1.36, calls it.
 */
final class UnifiedDiff {
    private static final int CONTEXT = 3;
    private static final int LONG = 200;

    private final List<String> before;
    private final List<String> now;
    private final Map<String, List<Integer>> places = new HashMap<>();

    private UnifiedDiff(List<String> before, List<String> now) {
        this.before = before;
        this.now = now;
        for (int i = 0; i < now.size(); i++) {
            places.computeIfAbsent(now.get(i), line -> new ArrayList<>()).add(i);
        }
        if (now.size() >= LONG) { // lines that are everywhere lead nowhere
            Set<String> popular = new HashSet<>();
            places.forEach((line, at) -> {
                if (at.size() > now.size() / 100 + 1) {
                    popular.add(line);
                }
            });
            places.keySet().removeAll(popular);
        }
    }

    /** The changes from one text to the other; "" when there are none. */
    static String of(String before, String now) {
        UnifiedDiff diff = new UnifiedDiff(lines(before), lines(now));
        StringBuilder out = new StringBuilder();
        for (List<Change> hunk : hunks(diff.changes())) {
            diff.write(hunk, out);
        }
        return out.toString();
    }

    private static List<String> lines(String text) {
        return Arrays.asList(text.split("\n", -1));
    }

    /** Lines that both have: where they begin on each side, and how many. */
    private record Match(int a, int b, int size) {}

    /** A part of both sides, from the first line to before the last, that is the same or is not. */
    private record Change(boolean same, int a, int aEnd, int b, int bEnd) {}

    private List<Match> matches() {
        List<Match> found = new ArrayList<>();
        Deque<int[]> todo = new ArrayDeque<>();
        todo.push(new int[] {0, before.size(), 0, now.size()});
        while (!todo.isEmpty()) {
            int[] part = todo.pop();
            Match longest = longest(part[0], part[1], part[2], part[3]);
            if (longest.size() == 0) {
                continue;
            }
            found.add(longest);
            todo.push(new int[] {part[0], longest.a(), part[2], longest.b()});
            todo.push(new int[] {longest.a() + longest.size(), part[1], longest.b() + longest.size(), part[3]});
        }
        found.sort(Comparator.comparingInt(Match::a));
        found.add(new Match(before.size(), now.size(), 0));
        return found;
    }

    private Match longest(int aFrom, int aTo, int bFrom, int bTo) {
        int a = aFrom;
        int b = bFrom;
        int size = 0;
        Map<Integer, Integer> lengths = new HashMap<>();
        for (int i = aFrom; i < aTo; i++) {
            Map<Integer, Integer> next = new HashMap<>();
            for (int j : places.getOrDefault(before.get(i), List.of())) {
                if (j >= bTo) {
                    break;
                }
                if (j >= bFrom) {
                    int length = lengths.getOrDefault(j - 1, 0) + 1;
                    next.put(j, length);
                    if (length > size) {
                        a = i - length + 1;
                        b = j - length + 1;
                        size = length;
                    }
                }
            }
            lengths = next;
        }
        while (a > aFrom && b > bFrom && before.get(a - 1).equals(now.get(b - 1))) {
            a--;
            b--;
            size++;
        }
        while (a + size < aTo && b + size < bTo && before.get(a + size).equals(now.get(b + size))) {
            size++;
        }
        return new Match(a, b, size);
    }

    private List<Change> changes() {
        List<Change> out = new ArrayList<>();
        int a = 0;
        int b = 0;
        for (Match match : matches()) {
            if (a < match.a() || b < match.b()) {
                out.add(new Change(false, a, match.a(), b, match.b()));
            }
            a = match.a() + match.size();
            b = match.b() + match.size();
            if (match.size() > 0) {
                out.add(new Change(true, match.a(), a, match.b(), b));
            }
        }
        return out;
    }

    /** Groups changes that are near each other, and leaves of what is the same only the lines around them. */
    private static List<List<Change>> hunks(List<Change> changes) {
        List<List<Change>> hunks = new ArrayList<>();
        List<Change> hunk = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            if (!change.same()) {
                hunk.add(change);
                continue;
            }
            int length = change.aEnd() - change.a();
            boolean first = i == 0;
            boolean last = i == changes.size() - 1;
            if (first) {
                hunk.add(tail(change));
            } else if (last) {
                hunk.add(head(change));
            } else if (length > 2 * CONTEXT) {
                hunk.add(head(change));
                hunks.add(hunk);
                hunk = new ArrayList<>(List.of(tail(change)));
            } else {
                hunk.add(change);
            }
        }
        if (hunk.stream().anyMatch(change -> !change.same())) {
            hunks.add(hunk);
        }
        return hunks;
    }

    private static Change head(Change same) {
        int length = Math.min(CONTEXT, same.aEnd() - same.a());
        return new Change(true, same.a(), same.a() + length, same.b(), same.b() + length);
    }

    private static Change tail(Change same) {
        int length = Math.min(CONTEXT, same.aEnd() - same.a());
        return new Change(true, same.aEnd() - length, same.aEnd(), same.bEnd() - length, same.bEnd());
    }

    private void write(List<Change> hunk, StringBuilder out) {
        Change first = hunk.get(0);
        Change last = hunk.get(hunk.size() - 1);
        out.append("@@ -").append(range(first.a(), last.aEnd()));
        out.append(" +").append(range(first.b(), last.bEnd())).append(" @@\n");
        for (Change change : hunk) {
            if (change.same()) {
                lines(' ', before.subList(change.a(), change.aEnd()), out);
            } else {
                lines('-', before.subList(change.a(), change.aEnd()), out);
                lines('+', now.subList(change.b(), change.bEnd()), out);
            }
        }
    }

    private static void lines(char mark, List<String> lines, StringBuilder out) {
        lines.forEach(line -> out.append(mark).append(line).append('\n'));
    }

    private static String range(int from, int to) {
        int length = to - from;
        if (length == 1) {
            return Integer.toString(from + 1);
        }
        return (length == 0 ? from : from + 1) + "," + length;
    }
}
