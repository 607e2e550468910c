package io.kubejar.controllers.service;

import io.kubejar.controllers.pod.Pods;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.ObjectKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When the change happened that an update of endpoints answers: of all that changed since the last look the oldest. Times
 * are compared as their texts, which all have one form. Upstream: TriggerTimeTracker,
 * staging/src/k8s.io/endpointslice/util/trigger_time_tracker.go, v1.36. Used by one loop at a time.
 */
public final class TriggerTimes {
    private record Known(@Nullable String service, Map<String, String> pods) {}

    private final Map<ObjectKey, Known> known = new HashMap<>();

    /** The time of the oldest change since the last call; null when nothing has changed that has a time. */
    public @Nullable String next(ApiObject service, Collection<ApiObject> pods) {
        String created = Json.text(service.metadata(), "creationTimestamp");
        Map<String, String> times = new HashMap<>();
        for (ApiObject pod : pods) {
            var ready = Pods.condition(pod, "Ready");
            String time = ready == null ? null : Json.text(ready, "lastTransitionTime");
            if (time != null) {
                times.put(pod.name(), time);
            }
        }
        Known before = known.put(service.key(), new Known(created, times));
        if (before == null) {
            return created;
        }
        String oldest = isAfter(created, before.service()) ? created : null;
        for (Map.Entry<String, String> each : times.entrySet()) {
            String time = each.getValue();
            if (isAfter(time, before.pods().get(each.getKey())) && (oldest == null || isAfter(oldest, time))) {
                oldest = time;
            }
        }
        return oldest;
    }

    private static boolean isAfter(@Nullable String time, @Nullable String before) {
        return time != null && (before == null || time.compareTo(before) > 0);
    }

    /** Forgets a Service that is gone. */
    public void forget(ObjectKey service) {
        known.remove(service);
    }
}
