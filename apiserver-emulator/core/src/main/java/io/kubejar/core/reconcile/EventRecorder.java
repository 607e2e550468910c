package io.kubejar.core.reconcile;

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
 * Records Events; the same event again raises the count of the one that is there. Upstream: client-go tools/record
 * (EventCorrelator without spam filter), v1.36.
 *
 * <p>Used by one loop at a time. A failure to record is no failure of the one who records.
 */
public final class EventRecorder {
    private static final int REMEMBERED = 4096;

    private record Same(String uid, String fieldPath, String type, String reason, String message) {}

    private record Recorded(String namespace, String name, int count) {}

    private final ApiClient client;
    private final String component;
    private final String host;
    private final Clock clock;
    private long lastStamp;
    private final Map<Same, Recorded> recent = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Same, Recorded> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * Records as a component.
     *
     * @param component {@code source.component}, for example {@code replicaset-controller}
     * @param host {@code source.host}; "" for none
     */
    public EventRecorder(ApiClient client, String component, String host, Clock clock) {
        this.client = client;
        this.component = component;
        this.host = host;
        this.clock = clock;
    }

    /** Records an event about a whole object. */
    public void record(EventNote note, long cause) {
        record(note, "", cause);
    }

    /** Records an event about a part of an object, as {@code spec.containers{app}}; "" for the whole. */
    public void record(EventNote note, String fieldPath, long cause) {
        Same same = new Same(note.about().uid(), fieldPath, note.type(), note.reason(), note.message());
        Recorded known = recent.get(same);
        try {
            recent.put(same, known == null ? create(note, fieldPath, cause) : raise(known, cause));
        } catch (StatusException e) {
            recent.remove(same); // it expired, or its namespace is going: the next one begins anew
        }
    }

    private Recorded raise(Recorded known, long cause) {
        int count = known.count() + 1;
        ObjectNode change = Json.object().put("count", count).put("lastTimestamp", Times.format(clock.now()));
        ResourceRef ref = ResourceRef.of(Resources.EVENTS, known.namespace(), known.name());
        client.patch(ref, Patch.merge(change), WriteOptions.causedBy(cause));
        return new Recorded(known.namespace(), known.name(), count);
    }

    private Recorded create(EventNote note, String fieldPath, long cause) {
        ApiObject about = note.about();
        String namespace = about.namespace().isEmpty() ? "default" : about.namespace();
        Instant now = clock.now();
        String name = about.name() + "." + Long.toHexString(stamp(now));
        ApiObject event = ApiObject.of(new Gvk("", "v1", "Event"), namespace, name)
                .edit(root -> fill(root, note, fieldPath, now));
        client.create(ResourceRef.of(Resources.EVENTS, namespace), event, WriteOptions.causedBy(cause));
        return new Recorded(namespace, name, 1);
    }

    /** Nanoseconds since 1970 that never repeat, also while the clock stands. */
    private long stamp(Instant now) {
        long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        lastStamp = Math.max(nanos, lastStamp + 1);
        return lastStamp;
    }

    private void fill(ObjectNode root, EventNote note, String fieldPath, Instant now) {
        ApiObject about = note.about();
        ObjectNode involved = root.putObject("involvedObject");
        involved.put("kind", about.kind());
        if (!about.namespace().isEmpty()) {
            involved.put("namespace", about.namespace());
        }
        involved.put("name", about.name()).put("uid", about.uid()).put("apiVersion", about.apiVersion());
        if (!about.resourceVersion().isEmpty()) {
            involved.put("resourceVersion", about.resourceVersion());
        }
        if (!fieldPath.isEmpty()) {
            involved.put("fieldPath", fieldPath);
        }
        root.put("reason", note.reason()).put("message", note.message());
        ObjectNode source = root.putObject("source").put("component", component);
        if (!host.isEmpty()) {
            source.put("host", host);
        }
        root.put("firstTimestamp", Times.format(now)).put("lastTimestamp", Times.format(now));
        root.put("count", 1).put("type", note.type());
        root.put("reportingComponent", component).put("reportingInstance", host);
    }
}
