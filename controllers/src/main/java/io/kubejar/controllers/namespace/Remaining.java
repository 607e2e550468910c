package io.kubejar.controllers.namespace;

import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one look at a namespace's content has found to remain. Filled while the look goes on; not thread-safe. */
final class Remaining {
    private final List<String> resources = new ArrayList<>();
    private final Map<String, Integer> finalizers = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private @Nullable String discovery;
    private long estimate;

    /** Discovery did not answer. */
    void discoveryFailed(StatusException why) {
        discovery = why.getMessage();
        errors.add(why.getMessage());
    }

    /** A resource could not be emptied. */
    void failed(Gvr resource, String why) {
        failures.add(why);
        errors.add(
                resource.resource().equals("pods") && resource.group().isEmpty()
                        ? "failed to delete pods: " + why
                        : why);
    }

    /** Objects that stay for now. */
    void left(Gvr resource, List<ApiObject> items) {
        resources.add(resource.resource() + "." + resource.group() + " has " + items.size() + " resource instances");
        items.forEach(item -> item.finalizers().forEach(f -> finalizers.merge(f, 1, Integer::sum)));
    }

    /** In how many seconds the objects that stay may be gone; the longest counts. */
    void estimate(long seconds) {
        estimate = Math.max(estimate, seconds);
    }

    /** The longest estimate; 0 for none. */
    long estimate() {
        return estimate;
    }

    /** Whether nothing remains. */
    boolean isEmpty() {
        return resources.isEmpty();
    }

    /** Why discovery failed, or null. */
    @Nullable
    String discovery() {
        return discovery;
    }

    /** Why resources could not be emptied, ordered. */
    List<String> failures() {
        Collections.sort(failures);
        return failures;
    }

    /** {@code pods. has 3 resource instances}, ordered. */
    List<String> resources() {
        Collections.sort(resources);
        return resources;
    }

    /** {@code example.com/x in 2 resource instances}, ordered. */
    List<String> finalizers() {
        return finalizers.entrySet().stream()
                .map(e -> e.getKey() + " in " + e.getValue() + " resource instances")
                .sorted()
                .toList();
    }

    /** All that went wrong as one failure, or null. */
    @Nullable
    StatusException failure() {
        return errors.isEmpty() ? null : StatusException.of(Reason.INTERNAL_ERROR, String.join(", ", errors));
    }
}
