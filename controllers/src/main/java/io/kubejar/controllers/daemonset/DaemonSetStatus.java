package io.kubejar.controllers.daemonset;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.controllers.pod.Pods;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The status of a DaemonSet. Upstream: updateDaemonSetStatus, pkg/controller/daemon/daemon_controller.go, v1.36. */
final class DaemonSetStatus {
    private static final String[] COMPARED = {
        "currentNumberScheduled",
        "numberMisscheduled",
        "desiredNumberScheduled",
        "numberReady",
        "updatedNumberScheduled",
        "numberAvailable",
        "numberUnavailable"
    };

    private DaemonSetStatus() {}

    /**
     * The status that these pods give; what it does not count stays as it was.
     *
     * @param pods the pods by the nodes that they are on or made for
     */
    static ObjectNode of(
            ApiObject daemonSet,
            String hash,
            Collection<ApiObject> nodes,
            Map<String, List<ApiObject>> pods,
            NodeFit fit,
            Instant now) {
        Duration minReady = Duration.ofSeconds(Json.number(daemonSet.spec(), 0, "minReadySeconds"));
        int desired = 0;
        int current = 0;
        int misscheduled = 0;
        int ready = 0;
        int available = 0;
        int updated = 0;
        for (ApiObject node : nodes) {
            List<ApiObject> there = pods.getOrDefault(node.name(), List.of());
            if (!fit.of(node).shouldRun()) {
                misscheduled += there.isEmpty() ? 0 : 1;
                continue;
            }
            desired++;
            if (!there.isEmpty()) {
                ApiObject pod = there.stream().min(DaemonPods.ORDER).orElseThrow();
                current++;
                ready += Pods.isReady(pod) ? 1 : 0;
                available += Pods.isAvailable(pod, minReady, now) ? 1 : 0;
                updated += DaemonPods.isUpdated(daemonSet, pod, hash) ? 1 : 0;
            }
        }
        ObjectNode status = daemonSet.status() instanceof ObjectNode before ? before.deepCopy() : Json.object();
        status.put("currentNumberScheduled", current);
        status.put("numberMisscheduled", misscheduled);
        status.put("desiredNumberScheduled", desired);
        status.put("numberReady", ready);
        put(status, "observedGeneration", (int) daemonSet.generation());
        put(status, "updatedNumberScheduled", updated);
        put(status, "numberAvailable", available);
        put(status, "numberUnavailable", desired - available);
        return status;
    }

    private static void put(ObjectNode status, String field, int value) {
        if (value == 0) {
            status.remove(field);
        } else {
            status.put(field, value);
        }
    }

    /** Whether a status tells something new. */
    static boolean isNews(ApiObject daemonSet, ObjectNode after) {
        for (String field : COMPARED) {
            if (Json.number(daemonSet.status(), 0, field) != Json.number(after, 0, field)) {
                return true;
            }
        }
        return Json.number(daemonSet.status(), 0, "observedGeneration") < daemonSet.generation();
    }
}
