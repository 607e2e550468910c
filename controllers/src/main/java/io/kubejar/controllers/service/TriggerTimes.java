package io.kubejar.controllers.service;

import io.kubejar.controllers.pod.Pods;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.ObjectKey;
import io.kubejar.core.object.Times;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When the change happened that an update of endpoints answers: of all that changed since the last look the oldest.
 * Upstream: TriggerTimeTracker, staging/src/k8s.io/endpointslice/util/trigger_time_tracker.go, v1.36. Used by one loop at a
 * time.
 */
public final class TriggerTimes {
    private record Known(@Nullable Instant service, Map<String, Instant> pods) {}

    private final Map<ObjectKey, Known> known = new HashMap<>();

    /** The time of the oldest change since the last call; null when nothing has changed that has a time. */
    public @Nullable Instant next(ApiObject service, Collection<ApiObject> pods) {
        Instant created = service.created();
        Map<String, Instant> times = new HashMap<>();
        for (ApiObject pod : pods) {
            var ready = Pods.condition(pod, "Ready");
            Instant time = ready == null ? null : Times.parse(Json.text(ready, "lastTransitionTime"));
            if (time != null) {
                times.put(pod.name(), time);
            }
        }
        Known before = known.put(service.key(), new Known(created, times));
        if (before == null) {
            return created;
        }
        Instant oldest = isAfter(created, before.service()) ? created : null;
        for (Map.Entry<String, Instant> each : times.entrySet()) {
            Instant time = each.getValue();
            if (isAfter(time, before.pods().get(each.getKey())) && (oldest == null || time.isBefore(oldest))) {
                oldest = time;
            }
        }
        return oldest;
    }

    private static boolean isAfter(@Nullable Instant time, @Nullable Instant before) {
        return time != null && (before == null || time.isAfter(before));
    }

    /** Forgets a Service that is gone. */
    public void forget(ObjectKey service) {
        known.remove(service);
    }
}
