package io.kubejar.cluster.history;

import io.kubejar.core.object.ApiObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is different between two views of a cluster.
 *
 * @param objects in the order of the store's keys
 */
public record ViewDiff(List<ObjectChange> objects) {
    /**
     * An object that is different.
     *
     * @param before null when it was added
     * @param after null when it was removed
     */
    public record ObjectChange(
            @Nullable ApiObject before, @Nullable ApiObject after) {
        /** {@code Pod default/web-0}. */
        public String name() {
            ApiObject either = after != null ? after : before;
            return either == null ? "" : either.kind() + " " + either.key();
        }

        /** The paths that are different. */
        public Diff diff() {
            return Diff.of(before, after);
        }

        @Override
        public String toString() {
            if (before == null) {
                return "+ " + name();
            }
            return after == null
                    ? "- " + name()
                    : "~ " + name() + "\n" + diff().toString().indent(4).stripTrailing();
        }
    }

    static ViewDiff of(View before, View after) {
        return of(byKey(before), byKey(after));
    }

    /** Of the objects of two moments by what tells them apart. */
    static ViewDiff of(Map<String, ApiObject> before, Map<String, ApiObject> after) {
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        List<ObjectChange> out = new ArrayList<>();
        for (String key : keys) {
            ObjectChange change = new ObjectChange(before.get(key), after.get(key));
            if (!change.diff().isEmpty()) {
                out.add(change);
            }
        }
        return new ViewDiff(List.copyOf(out));
    }

    private static Map<String, ApiObject> byKey(View view) {
        Map<String, ApiObject> out = new LinkedHashMap<>();
        view.located().forEach(located -> out.put(located.key(), located.object()));
        return out;
    }

    /** Whether nothing is different. */
    public boolean isEmpty() {
        return objects.isEmpty();
    }

    /** What was not there before. */
    public List<ApiObject> added() {
        return objects.stream()
                .filter(o -> o.before() == null)
                .map(ObjectChange::after)
                .toList();
    }

    /** What is there no more, as it was. */
    public List<ApiObject> removed() {
        return objects.stream()
                .filter(o -> o.after() == null)
                .map(ObjectChange::before)
                .toList();
    }

    /** What is there still, but different. */
    public List<ObjectChange> changed() {
        return objects.stream()
                .filter(o -> o.before() != null && o.after() != null)
                .toList();
    }

    /** A line for each object that came or went, and the paths of those that changed. */
    @Override
    public String toString() {
        return objects.stream().map(ObjectChange::toString).collect(Collectors.joining("\n"));
    }
}
