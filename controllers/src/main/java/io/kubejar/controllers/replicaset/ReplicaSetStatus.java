package io.kubejar.controllers.replicaset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.controllers.pod.Pods;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The status of a ReplicaSet. Upstream: calculateStatus, pkg/controller/replicaset/replica_set_utils.go, v1.36. */
final class ReplicaSetStatus {
    private ReplicaSetStatus() {}

    /** The status that these pods give; the refusal is why the last pod could not be created, null when none was. */
    static ObjectNode of(
            ApiObject set,
            Collection<ApiObject> active,
            int terminating,
            @Nullable StatusException refusal,
            Duration minReady,
            Instant now) {
        Map<String, String> labels =
                Json.map(set.spec().path("template").path("metadata").path("labels"));
        int labelled = 0;
        int ready = 0;
        int available = 0;
        for (ApiObject pod : active) {
            labelled += pod.labels().entrySet().containsAll(labels.entrySet()) ? 1 : 0;
            ready += Pods.isReady(pod) ? 1 : 0;
            available += Pods.isAvailable(pod, minReady, now) ? 1 : 0;
        }
        ObjectNode status = Json.object();
        status.put("replicas", active.size());
        putPositive(status, "fullyLabeledReplicas", labelled);
        putPositive(status, "readyReplicas", ready);
        putPositive(status, "availableReplicas", available);
        status.put("terminatingReplicas", terminating);
        putPositive(status, "observedGeneration", set.generation());
        ArrayNode conditions = conditions(set, active.size(), refusal, now);
        if (!conditions.isEmpty()) {
            status.set("conditions", conditions);
        }
        return status;
    }

    private static void putPositive(ObjectNode status, String field, long value) {
        if (value > 0) {
            status.put(field, value > Integer.MAX_VALUE ? value : (int) value);
        }
    }

    private static ArrayNode conditions(ApiObject set, int active, @Nullable StatusException refusal, Instant now) {
        ArrayNode out = Json.array();
        JsonNode before = Pods.condition(set, "ReplicaFailure");
        int wanted = (int) Json.number(set.spec(), 1, "replicas");
        if (refusal != null && before == null) {
            out.addObject()
                    .put("type", "ReplicaFailure")
                    .put("status", "True")
                    .put("lastTransitionTime", Times.format(now))
                    .put("reason", active < wanted ? "FailedCreate" : "FailedDelete")
                    .put("message", refusal.getMessage());
        } else if (before != null && (refusal != null || active < wanted)) {
            out.add(before.deepCopy());
        }
        return out;
    }
}
