package io.kubejar.scheduler.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import java.util.ArrayList;
import java.util.List;

/** A toleration of a pod. Upstream: v1.Toleration.ToleratesTaint, core/v1/toleration.go, v1.36. */
public record Toleration(String key, String operator, String value, String effect) {
    /** A taint of a node. */
    public record Taint(String key, String value, String effect) {
        /** The taints of a node's spec. */
        public static List<Taint> of(JsonNode spec) {
            List<Taint> out = new ArrayList<>();
            for (JsonNode taint : spec.path("taints")) {
                out.add(new Taint(
                        Json.textOr(taint, "", "key"),
                        Json.textOr(taint, "", "value"),
                        Json.textOr(taint, "", "effect")));
            }
            return List.copyOf(out);
        }

        /** Whether it keeps pods away that do not tolerate it. */
        public boolean keepsAway() {
            return effect.equals("NoSchedule") || effect.equals("NoExecute");
        }
    }

    /** The tolerations of a pod's spec. */
    static List<Toleration> of(JsonNode spec) {
        List<Toleration> out = new ArrayList<>();
        for (JsonNode one : spec.path("tolerations")) {
            out.add(new Toleration(
                    Json.textOr(one, "", "key"),
                    Json.textOr(one, "", "operator"),
                    Json.textOr(one, "", "value"),
                    Json.textOr(one, "", "effect")));
        }
        return List.copyOf(out);
    }

    /** Whether it tolerates a taint. No key means every key, no effect every effect. */
    public boolean tolerates(Taint taint) {
        if (!effect.isEmpty() && !effect.equals(taint.effect())) {
            return false;
        }
        if (!key.isEmpty() && !key.equals(taint.key())) {
            return false;
        }
        return switch (operator) {
            case "Exists" -> true;
            case "", "Equal" -> value.equals(taint.value());
            default -> false;
        };
    }
}
