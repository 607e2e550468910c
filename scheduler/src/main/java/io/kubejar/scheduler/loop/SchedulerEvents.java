package io.kubejar.scheduler.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.Patch;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.core.object.Times;
import io.kubejar.core.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Events in the new style: with an action, a reporting controller and a series instead of a count. Upstream: client-go
 * tools/events, v1.36. One loop.
 */
final class SchedulerEvents {
    private static final int REMEMBERED = 4096;

    private record Same(String uid, String reason, String message) {}

    private record Recorded(String namespace, String name, int count) {}

    private final ApiClient client;
    private final String controller;
    private final Clock clock;
    private long lastStamp;
    private final Map<Same, Recorded> recent = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Same, Recorded> eldest) {
            return size() > REMEMBERED;
        }
    };

    SchedulerEvents(ApiClient client, String controller, Clock clock) {
        this.client = client;
        this.controller = controller;
        this.clock = clock;
    }

    /** Records an event; a failure is nobody's. */
    void record(ApiObject pod, String type, String reason, String action, String message, long cause) {
        Same same = new Same(pod.uid(), reason, message);
        Recorded known = recent.get(same);
        try {
            if (known == null) {
                recent.put(same, create(pod, type, reason, action, message, cause));
            } else {
                recent.put(same, again(known, cause));
            }
        } catch (StatusException e) {
            recent.remove(same); // it expired, or its namespace is going: the next one begins anew
        }
    }

    private Recorded again(Recorded known, long cause) {
        int count = known.count() + 1;
        ObjectNode change = Json.object();
        change.putObject("series").put("count", count).put("lastObservedTime", Times.formatMicros(clock.now()));
        ResourceRef ref = ResourceRef.of(Resources.EVENTS, known.namespace(), known.name());
        client.patch(ref, Patch.merge(change), WriteOptions.causedBy(cause));
        return new Recorded(known.namespace(), known.name(), count);
    }

    private Recorded create(ApiObject pod, String type, String reason, String action, String message, long cause) {
        Instant now = clock.now();
        String name = pod.name() + "." + Long.toHexString(stamp(now));
        ApiObject event = ApiObject.of(new Gvk("", "v1", "Event"), pod.namespace(), name)
                .edit(root -> {
                    ObjectNode involved = root.putObject("involvedObject");
                    involved.put("kind", "Pod").put("namespace", pod.namespace());
                    involved.put("name", pod.name()).put("uid", pod.uid()).put("apiVersion", "v1");
                    involved.put("resourceVersion", pod.resourceVersion());
                    root.put("reason", reason).put("message", message);
                    root.putObject("source");
                    root.putNull("firstTimestamp").putNull("lastTimestamp");
                    root.put("type", type)
                            .put("eventTime", Times.formatMicros(now))
                            .put("action", action);
                    root.put("reportingComponent", controller).put("reportingInstance", controller + "-kubejar");
                });
        client.create(ResourceRef.of(Resources.EVENTS, pod.namespace()), event, WriteOptions.causedBy(cause));
        return new Recorded(pod.namespace(), name, 1);
    }

    private long stamp(Instant now) {
        long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        lastStamp = Math.max(nanos, lastStamp + 1);
        return lastStamp;
    }
}
