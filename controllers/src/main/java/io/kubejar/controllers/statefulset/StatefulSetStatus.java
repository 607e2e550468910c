package io.kubejar.controllers.statefulset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.controllers.pod.Pods;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/**
 * The status of a StatefulSet. Upstream: updateStatus, completeRollingUpdate and inconsistentStatus in
 * pkg/controller/statefulset, v1.36.
 */
final class StatefulSetStatus {
    private static final String[] COMPARED = {
        "replicas",
        "readyReplicas",
        "availableReplicas",
        "currentReplicas",
        "updatedReplicas",
        "currentRevision",
        "updateRevision"
    };

    private StatefulSetStatus() {}

    /**
     * The status that these pods give.
     *
     * @param gone how many pods of the current revision are deleted right now
     */
    static ObjectNode of(
            ApiObject set, ApiObject current, ApiObject update, Collection<ApiObject> pods, int gone, Instant now) {
        Duration minReady = StatefulSets.minReady(set);
        int ready = 0;
        int available = 0;
        int ofCurrent = -gone;
        int ofUpdate = 0;
        for (ApiObject pod : pods) {
            boolean isReady = isRunningAndReady(pod);
            ready += isReady ? 1 : 0;
            available += isReady && Pods.isAvailable(pod, minReady, now) ? 1 : 0;
            if (!pod.isTerminating()) {
                ofCurrent += Identity.revision(pod).equals(current.name()) ? 1 : 0;
                ofUpdate += Identity.revision(pod).equals(update.name()) ? 1 : 0;
            }
        }
        boolean done = isDone(set, pods.size(), ready, ofUpdate);
        ObjectNode status = Json.object();
        putPositive(status, "observedGeneration", (int) set.generation());
        status.put("replicas", pods.size());
        putPositive(status, "readyReplicas", ready);
        putPositive(status, "currentReplicas", done ? ofUpdate : ofCurrent);
        putPositive(status, "updatedReplicas", ofUpdate);
        status.put("currentRevision", done ? update.name() : current.name());
        status.put("updateRevision", update.name());
        status.put("collisionCount", (int) Json.number(set.status(), 0, "collisionCount"));
        status.put("availableReplicas", available);
        return status;
    }

    /** Whether a pod runs and is ready. */
    static boolean isRunningAndReady(ApiObject pod) {
        return Pods.phase(pod).equals("Running") && Pods.isReady(pod);
    }

    private static boolean isDone(ApiObject set, int all, int ready, int updated) {
        int wanted = StatefulSets.replicas(set);
        return StatefulSets.isRolling(set) && updated == wanted && ready == wanted && all == wanted;
    }

    private static void putPositive(ObjectNode status, String field, int value) {
        if (value > 0) {
            status.put(field, value);
        }
    }

    /** Whether a status tells something new. */
    static boolean isNews(JsonNode before, JsonNode after) {
        if (Json.number(after, 0, "observedGeneration") > Json.number(before, 0, "observedGeneration")) {
            return true;
        }
        for (String field : COMPARED) {
            if (!before.path(field).asText("0").equals(after.path(field).asText("0"))) {
                return true;
            }
        }
        return false;
    }
}
