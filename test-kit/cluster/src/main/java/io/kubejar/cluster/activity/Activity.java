package io.kubejar.cluster.activity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What every user of a cluster did, kubejar's own controllers and those under test alike. A value.
 *
 * <pre>{@code
 * Activity before = cluster.activity();
 * cluster.apply(web);
 * cluster.settle();
 * cluster.activity().since(before).within(Budget.of("my-operator").conflicts(0).unchangedWrites(0));
 * }</pre>
 */
public final class Activity {
    private static final int OBJECTS_SHOWN = 5;

    private final Map<String, Counts> counts;
    /** What each did to single objects, and how often. */
    private final Map<String, Map<String, Long>> objects;

    Activity(Map<String, Counts> counts, Map<String, Map<String, Long>> objects) {
        this.counts = counts;
        this.objects = objects;
    }

    /** What came after an earlier moment. */
    public Activity since(Activity before) {
        Map<String, Counts> left = new TreeMap<>();
        Map<String, Map<String, Long>> leftObjects = new TreeMap<>();
        counts.forEach((user, now) -> {
            left.put(user, now.minus(before.counts.getOrDefault(user, Counts.NONE)));
            Map<String, Long> old = before.objects.getOrDefault(user, Map.of());
            Map<String, Long> fresh = new TreeMap<>();
            objects.getOrDefault(user, Map.of()).forEach((what, number) -> {
                long more = number - old.getOrDefault(what, 0L);
                if (more > 0) {
                    fresh.put(what, more);
                }
            });
            leftObjects.put(user, fresh);
        });
        return new Activity(left, leftObjects);
    }

    /**
     * What somebody did.
     *
     * @param user a whole user name, or the last part of one: {@code deployment-controller}
     */
    public Counts of(String user) {
        Counts exact = counts.get(user);
        if (exact != null) {
            return exact;
        }
        return counts.entrySet().stream()
                .filter(entry -> isShort(user, entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Counts.NONE);
    }

    private static boolean isShort(String name, String user) {
        return user.endsWith(":" + name);
    }

    /** All by user. */
    public Map<String, Counts> byUser() {
        return new LinkedHashMap<>(counts);
    }

    /** Claims that somebody kept within a budget; {@link AssertionError} says who did what too often, and to which objects. */
    public Activity within(Budget budget) {
        List<String> lines = new ArrayList<>();
        counts.forEach((user, own) -> {
            if (budget.isFor(user)) {
                List<String> over = budget.exceeded(own);
                if (!over.isEmpty()) {
                    lines.add(user + ": " + String.join(", ", over));
                    most(user).forEach(line -> lines.add("  " + line));
                }
            }
        });
        if (!lines.isEmpty()) {
            throw new AssertionError("a budget is exceeded\n  " + String.join("\n  ", lines));
        }
        return this;
    }

    private List<String> most(String user) {
        return objects.getOrDefault(user, Map.of()).entrySet().stream()
                .filter(entry -> entry.getValue() > 1)
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(OBJECTS_SHOWN)
                .map(entry -> entry.getValue() + " times " + entry.getKey())
                .toList();
    }

    /** A line for each user. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        counts.forEach((user, own) -> out.append(user).append(": ").append(own).append('\n'));
        return out.toString();
    }
}
