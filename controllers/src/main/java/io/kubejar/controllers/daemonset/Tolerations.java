package io.kubejar.controllers.daemonset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import java.util.Set;

/**
 * Taints and tolerations of daemon pods. Upstream: AddOrUpdateDaemonPodTolerations in
 * pkg/controller/daemon/util/daemonset_util.go and v1helper.FindMatchingUntoleratedTaint, v1.36.
 */
final class Tolerations {
    private static final String[][] ALWAYS = {
        {"node.kubernetes.io/not-ready", "NoExecute"},
        {"node.kubernetes.io/unreachable", "NoExecute"},
        {"node.kubernetes.io/disk-pressure", "NoSchedule"},
        {"node.kubernetes.io/memory-pressure", "NoSchedule"},
        {"node.kubernetes.io/pid-pressure", "NoSchedule"},
        {"node.kubernetes.io/unschedulable", "NoSchedule"},
    };

    private Tolerations() {}

    /** Adds to a pod's spec what every daemon pod tolerates. */
    static void add(ObjectNode podSpec) {
        ArrayNode tolerations = Json.list(podSpec, "tolerations");
        for (String[] each : ALWAYS) {
            add(tolerations, each[0], each[1]);
        }
        if (Json.isTrue(podSpec, "hostNetwork")) {
            add(tolerations, "node.kubernetes.io/network-unavailable", "NoSchedule");
        }
    }

    private static void add(ArrayNode tolerations, String key, String effect) {
        ObjectNode wanted =
                Json.object().put("key", key).put("operator", "Exists").put("effect", effect);
        for (int i = 0; i < tolerations.size(); i++) {
            if (isSame(tolerations.get(i), wanted)) {
                tolerations.set(i, wanted);
                return;
            }
        }
        tolerations.add(wanted);
    }

    /** Whether two speak of the same taint in the same way, whatever their seconds. Upstream: MatchToleration. */
    private static boolean isSame(JsonNode one, JsonNode other) {
        for (String field : new String[] {"key", "effect", "operator", "value"}) {
            if (!Json.textOr(one, "", field).equals(Json.textOr(other, "", field))) {
                return false;
            }
        }
        return true;
    }

    /** Whether the tolerations cover all taints with one of these effects. */
    static boolean cover(JsonNode tolerations, JsonNode taints, Set<String> effects) {
        for (JsonNode taint : taints) {
            if (effects.contains(Json.textOr(taint, "", "effect")) && !covers(tolerations, taint)) {
                return false;
            }
        }
        return true;
    }

    private static boolean covers(JsonNode tolerations, JsonNode taint) {
        for (JsonNode toleration : tolerations) {
            if (covers(toleration, taint, "effect") && covers(toleration, taint, "key") && fits(toleration, taint)) {
                return true;
            }
        }
        return false;
    }

    private static boolean covers(JsonNode toleration, JsonNode taint, String field) {
        String wanted = Json.textOr(toleration, "", field);
        return wanted.isEmpty() || wanted.equals(Json.textOr(taint, "", field));
    }

    private static boolean fits(JsonNode toleration, JsonNode taint) {
        return switch (Json.textOr(toleration, "", "operator")) {
            case "", "Equal" -> Json.textOr(toleration, "", "value").equals(Json.textOr(taint, "", "value"));
            case "Exists" -> true;
            default -> false;
        };
    }
}
