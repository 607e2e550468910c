package io.kubejar.controllers.tainteviction;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long a pod tolerates taints. Upstream: v1helper.GetMatchingTolerations and getMinTolerationTime,
 * pkg/controller/tainteviction/taint_eviction.go, v1.36.
 */
final class Toleration {
    private Toleration() {}

    /** How long all the taints are tolerated: zero for not at all, null for ever. */
    static @Nullable Duration of(List<JsonNode> taints, JsonNode tolerations) {
        Duration shortest = null;
        for (JsonNode taint : taints) {
            JsonNode used = null;
            for (JsonNode toleration : tolerations) {
                if (used == null && tolerates(toleration, taint)) {
                    used = toleration;
                }
            }
            if (used == null) {
                return Duration.ZERO;
            }
            JsonNode seconds = used.path("tolerationSeconds");
            if (seconds.isNumber()) {
                Duration time = Duration.ofSeconds(Math.max(0, seconds.longValue()));
                shortest = shortest == null || time.compareTo(shortest) < 0 ? time : shortest;
            }
        }
        return shortest;
    }

    private static boolean tolerates(JsonNode toleration, JsonNode taint) {
        String effect = Json.textOr(toleration, "", "effect");
        String key = Json.textOr(toleration, "", "key");
        if (!effect.isEmpty() && !effect.equals(Json.text(taint, "effect"))) {
            return false;
        }
        if (!key.isEmpty() && !key.equals(Json.text(taint, "key"))) {
            return false;
        }
        return switch (Json.textOr(toleration, "Equal", "operator")) {
            case "", "Equal" -> Json.textOr(toleration, "", "value").equals(Json.textOr(taint, "", "value"));
            case "Exists" -> true;
            default -> false;
        };
    }
}
