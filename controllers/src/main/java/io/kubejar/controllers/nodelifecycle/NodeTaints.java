package io.kubejar.controllers.nodelifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Times;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The taints that follow from a node's state. Upstream: doNoScheduleTaintingPass and processTaintBaseEviction,
 * pkg/controller/nodelifecycle/node_lifecycle_controller.go, v1.36.
 */
final class NodeTaints {
    private static final String PREFIX = "node.kubernetes.io/";
    private static final String NOT_READY = PREFIX + "not-ready";
    private static final String UNREACHABLE = PREFIX + "unreachable";
    private static final String UNSCHEDULABLE = PREFIX + "unschedulable";
    private static final Map<String, String> BY_CONDITION = Map.of(
            "Ready=False", NOT_READY,
            "Ready=Unknown", UNREACHABLE,
            "MemoryPressure=True", PREFIX + "memory-pressure",
            "DiskPressure=True", PREFIX + "disk-pressure",
            "NetworkUnavailable=True", PREFIX + "network-unavailable",
            "PIDPressure=True", PREFIX + "pid-pressure");

    private record Taint(String key, String effect) {}

    private NodeTaints() {}

    /** All taints of the node as they should be: ours by its state, everybody else's as they are. */
    static ArrayNode of(ApiObject node, Instant now) {
        Set<Taint> wanted = wanted(node);
        ArrayNode out = Json.array();
        for (JsonNode taint : node.spec().path("taints")) {
            Taint known = new Taint(Json.textOr(taint, "", "key"), Json.textOr(taint, "", "effect"));
            if (wanted.remove(known) || !isOurs(known)) {
                out.add(taint.deepCopy());
            }
        }
        for (Taint taint : wanted) {
            ObjectNode added = out.addObject();
            added.put("key", taint.key()).put("effect", taint.effect()).put("timeAdded", Times.format(now));
        }
        return out;
    }

    private static Set<Taint> wanted(ApiObject node) {
        Set<Taint> wanted = new LinkedHashSet<>();
        for (JsonNode condition : node.status().path("conditions")) {
            String state = Json.text(condition, "type") + "=" + Json.text(condition, "status");
            String key = BY_CONDITION.get(state);
            if (key != null) {
                wanted.add(new Taint(key, "NoSchedule"));
                if (key.equals(NOT_READY) || key.equals(UNREACHABLE)) {
                    wanted.add(new Taint(key, "NoExecute"));
                }
            }
        }
        if (Json.isTrue(node.spec(), "unschedulable")) {
            wanted.add(new Taint(UNSCHEDULABLE, "NoSchedule"));
        }
        return wanted;
    }

    private static boolean isOurs(Taint taint) {
        return switch (taint.effect()) {
            case "NoSchedule" -> taint.key().equals(UNSCHEDULABLE) || BY_CONDITION.containsValue(taint.key());
            case "NoExecute" -> taint.key().equals(NOT_READY) || taint.key().equals(UNREACHABLE);
            default -> false;
        };
    }
}
