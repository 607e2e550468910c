package io.kubejar.server.kinds;

import static io.kubejar.server.kinds.Columns.doc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.registry.PrinterColumn;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The columns of a pod, its status in one word among them. Upstream: printPod, pkg/printers/internalversion/printers.go, v1.36. */
final class PodColumns {
    private static final String SPEC = "io.k8s.api.core.v1.PodSpec";
    private static final String STATUS = "io.k8s.api.core.v1.PodStatus";
    private static final Set<String> GATED = Set.of("SchedulingGated");

    private PodColumns() {}

    static List<PrinterColumn> all() {
        return List.of(
                Columns.name(),
                Columns.string(
                        "Ready",
                        () -> "The aggregate readiness state of this pod for accepting traffic.",
                        PodColumns::ready),
                Columns.string(
                        "Status", () -> "The aggregate status of the containers in this pod.", PodColumns::status),
                new PrinterColumn(
                        "Restarts",
                        "string",
                        "",
                        () -> "The number of times the containers in this pod have been restarted and when the last"
                                + " container in this pod has restarted.",
                        0,
                        (pod, now) -> JsonNodeFactory.instance.textNode(restarts(pod, now))),
                Columns.age(),
                Columns.wide("IP", doc(STATUS, "podIP"), PodColumns::ip),
                Columns.wide("Node", doc(SPEC, "nodeName"), pod -> orNone(Json.textOr(pod, "", "spec", "nodeName"))),
                Columns.wide(
                        "Nominated Node",
                        doc(STATUS, "nominatedNodeName"),
                        pod -> orNone(Json.textOr(pod, "", "status", "nominatedNodeName"))),
                Columns.wide("Readiness Gates", doc(SPEC, "readinessGates"), PodColumns::gates));
    }

    private static String orNone(String text) {
        return text.isEmpty() ? "<none>" : text;
    }

    private static String ip(ObjectNode pod) {
        String first = Json.textOr(pod.path("status").path("podIPs").path(0), "", "ip");
        return orNone(first.isEmpty() ? Json.textOr(pod, "", "status", "podIP") : first);
    }

    private static boolean restartable(JsonNode pod, String initContainer) {
        for (JsonNode container : pod.path("spec").path("initContainers")) {
            if (initContainer.equals(Json.text(container, "name"))) {
                return "Always".equals(Json.text(container, "restartPolicy"));
            }
        }
        return false;
    }

    private static String ready(ObjectNode pod) {
        int total = pod.path("spec").path("containers").size();
        int ready = 0;
        for (JsonNode container : pod.path("spec").path("initContainers")) {
            total += "Always".equals(Json.text(container, "restartPolicy")) ? 1 : 0;
        }
        for (JsonNode status : pod.path("status").path("initContainerStatuses")) {
            boolean counts = restartable(pod, Json.textOr(status, "", "name"));
            ready += counts && Json.isTrue(status, "ready") ? 1 : 0;
        }
        for (JsonNode status : pod.path("status").path("containerStatuses")) {
            ready += Json.isTrue(status, "ready") && status.path("state").has("running") ? 1 : 0;
        }
        return ready + "/" + total;
    }

    private static String restarts(ObjectNode pod, Instant now) {
        long count = 0;
        String last = "";
        for (String list : List.of("initContainerStatuses", "containerStatuses")) {
            for (JsonNode status : pod.path("status").path(list)) {
                count += Json.number(status, 0, "restartCount");
                String finished = Json.textOr(status, "", "lastState", "terminated", "finishedAt");
                last = finished.compareTo(last) > 0 ? finished : last;
            }
        }
        return count == 0 || last.isEmpty() ? Long.toString(count) : count + " (" + Columns.age(last, now) + " ago)";
    }

    private static String gates(ObjectNode pod) {
        JsonNode gates = pod.path("spec").path("readinessGates");
        if (gates.isEmpty()) {
            return "<none>";
        }
        int met = 0;
        for (JsonNode gate : gates) {
            for (JsonNode condition : pod.path("status").path("conditions")) {
                boolean same = Json.textOr(gate, "", "conditionType").equals(Json.text(condition, "type"));
                met += same && "True".equals(Json.text(condition, "status")) ? 1 : 0;
            }
        }
        return met + "/" + gates.size();
    }

    private static String status(ObjectNode pod) {
        String reason = Json.textOr(pod, Json.textOr(pod, "", "status", "phase"), "status", "reason");
        for (JsonNode condition : pod.path("status").path("conditions")) {
            if ("PodScheduled".equals(Json.text(condition, "type"))
                    && GATED.contains(Json.textOr(condition, "", "reason"))) {
                reason = "SchedulingGated";
            }
        }
        String initializing = initializing(pod);
        if (!initializing.isEmpty()) {
            reason = initializing;
        } else {
            reason = running(pod, reason);
        }
        if (pod.path("metadata").hasNonNull("deletionTimestamp")) {
            boolean lost = "NodeLost".equals(Json.text(pod, "status", "reason"));
            boolean ended = reason.equals("Completed") || reason.equals("Succeeded") || reason.equals("Failed");
            return lost ? "Unknown" : ended ? reason : "Terminating";
        }
        return reason;
    }

    /** What the first init container that is not done says; "" when all are. */
    private static String initializing(ObjectNode pod) {
        JsonNode statuses = pod.path("status").path("initContainerStatuses");
        int total = pod.path("spec").path("initContainers").size();
        for (int i = 0; i < statuses.size(); i++) {
            JsonNode status = statuses.get(i);
            JsonNode ended = status.path("state").path("terminated");
            if (ended.isObject() && Json.number(ended, 0, "exitCode") == 0) {
                continue;
            }
            if (restartable(pod, Json.textOr(status, "", "name")) && Json.isTrue(status, "started")) {
                continue;
            }
            if (ended.isObject()) {
                return "Init:" + endedReason(ended);
            }
            String waiting = Json.textOr(status, "", "state", "waiting", "reason");
            boolean told = !waiting.isEmpty() && !waiting.equals("PodInitializing");
            return told ? "Init:" + waiting : "Init:" + i + "/" + total;
        }
        return "";
    }

    private static String endedReason(JsonNode ended) {
        String reason = Json.textOr(ended, "", "reason");
        if (!reason.isEmpty()) {
            return reason;
        }
        long signal = Json.number(ended, 0, "signal");
        return signal != 0 ? "Signal:" + signal : "ExitCode:" + Json.number(ended, 0, "exitCode");
    }

    private static String running(ObjectNode pod, String phase) {
        String reason = phase;
        boolean anyRunning = false;
        JsonNode statuses = pod.path("status").path("containerStatuses");
        for (int i = statuses.size() - 1; i >= 0; i--) {
            JsonNode state = statuses.get(i).path("state");
            String waiting = Json.textOr(state, "", "waiting", "reason");
            if (!waiting.isEmpty()) {
                reason = waiting;
            } else if (state.path("terminated").isObject()) {
                reason = endedReason(state.path("terminated"));
            } else if (Json.isTrue(statuses.get(i), "ready") && state.has("running")) {
                anyRunning = true;
            }
        }
        if (reason.equals("Completed") && anyRunning) {
            return isReady(pod) ? "Running" : "NotReady";
        }
        return reason;
    }

    private static boolean isReady(ObjectNode pod) {
        for (JsonNode condition : pod.path("status").path("conditions")) {
            if ("Ready".equals(Json.text(condition, "type"))) {
                return "True".equals(Json.text(condition, "status"));
            }
        }
        return false;
    }
}
