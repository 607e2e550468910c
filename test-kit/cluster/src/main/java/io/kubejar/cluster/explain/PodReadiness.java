package io.kubejar.cluster.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.util.ArrayList;
import java.util.List;

/** Why a pod whose containers run is not ready. */
final class PodReadiness {
    private PodReadiness() {}

    static List<String> of(ApiObject pod, Sight sight) {
        List<String> out = new ArrayList<>();
        for (JsonNode status : pod.status().path("containerStatuses")) {
            if (status.path("state").has("running") && !Json.isTrue(status, "ready")) {
                out.add(container(pod, status, sight));
            }
        }
        for (JsonNode gate : pod.spec().path("readinessGates")) {
            String type = Json.textOr(gate, "", "conditionType");
            JsonNode condition = Look.condition(pod, type);
            if (condition == null) {
                out.add("nobody has set the condition " + type + " of its readiness gate");
            } else if (!"True".equals(Json.text(condition, "status"))) {
                out.add("the condition " + type + " of its readiness gate is "
                        + Json.textOr(condition, "Unknown", "status") + note(Look.words(condition)));
            }
        }
        return out;
    }

    private static String container(ApiObject pod, JsonNode status, Sight sight) {
        JsonNode container = Look.spec(pod, Json.textOr(status, "", "name"));
        String who = Look.container(status);
        boolean started = !status.has("started") || Json.isTrue(status, "started");
        if (container.has("startupProbe") && !started) {
            return who + " runs, and its startup probe has not succeeded yet" + note(said(pod, "Startup", sight));
        }
        if (container.has("readinessProbe")) {
            String said = said(pod, "Readiness", sight);
            return who + " runs, and its readiness probe "
                    + (said.isEmpty() ? "has not succeeded yet" : "fails: " + said);
        }
        return who + " runs and has no readiness probe: its kubelet has yet to report it ready";
    }

    private static String note(String words) {
        return words.isEmpty() ? "" : ": " + words;
    }

    private static String said(ApiObject pod, String probe, Sight sight) {
        return Look.events(pod, sight).stream()
                .filter(event -> event.at("reason").asText().equals("Unhealthy"))
                .map(event -> event.at("message").asText())
                .filter(text -> text.startsWith(probe + " probe"))
                .reduce("", (first, second) -> second);
    }
}
