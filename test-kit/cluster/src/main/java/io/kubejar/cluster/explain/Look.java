package io.kubejar.cluster.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads that every explanation makes. */
final class Look {
    private Look() {}

    /** The condition of a type; null when there is none. */
    static @Nullable JsonNode condition(ApiObject object, String type) {
        for (JsonNode condition : object.status().path("conditions")) {
            if (type.equals(Json.text(condition, "type"))) {
                return condition;
            }
        }
        return null;
    }

    /** Whether the condition of a type is there and has this status. */
    static boolean is(ApiObject object, String type, String status) {
        JsonNode condition = condition(object, type);
        return condition != null && status.equals(Json.text(condition, "status"));
    }

    /** Its reason and message, as far as there are any: {@code Reason: message}. */
    static String words(JsonNode node) {
        String reason = Json.textOr(node, "", "reason");
        String message = Json.textOr(node, "", "message");
        return reason.isEmpty() || message.isEmpty() ? reason + message : reason + ": " + message;
    }

    /** The Events about an object, the oldest first. */
    static List<ApiObject> events(ApiObject object, Sight sight) {
        String namespace = object.namespace().isEmpty() ? "default" : object.namespace();
        return sight.list(Resources.EVENTS, namespace).stream()
                .filter(event -> isAbout(event.at("involvedObject"), object))
                .sorted(Comparator.comparing(Look::when))
                .toList();
    }

    private static boolean isAbout(JsonNode involved, ApiObject object) {
        String uid = Json.textOr(involved, "", "uid");
        return (uid.isEmpty() || object.uid().isEmpty())
                ? object.kind().equals(Json.text(involved, "kind"))
                        && object.name().equals(Json.text(involved, "name"))
                : uid.equals(object.uid());
    }

    private static String when(ApiObject event) {
        return Json.textOr(event.tree(), Json.textOr(event.tree(), "", "eventTime"), "lastTimestamp");
    }

    /** The message of the youngest Event of a reason; null when there is none. */
    static @Nullable String said(ApiObject object, String reason, Sight sight) {
        String found = null;
        for (ApiObject event : events(object, sight)) {
            if (reason.equals(event.at("reason").asText())) {
                found = event.at("message").asText();
            }
        }
        return found;
    }

    /** The names of containers, with a noun before them. */
    static String container(JsonNode status) {
        return "container " + Json.textOr(status, "", "name");
    }

    /** All container statuses of a pod, those of init containers first. */
    static List<JsonNode> statuses(ApiObject pod) {
        List<JsonNode> out = new ArrayList<>();
        pod.status().path("initContainerStatuses").forEach(out::add);
        pod.status().path("containerStatuses").forEach(out::add);
        return out;
    }

    /** The container of a name in a pod's spec; a missing node when there is none. */
    static JsonNode spec(ApiObject pod, String container) {
        for (String list : List.of("containers", "initContainers")) {
            for (JsonNode one : pod.spec().path(list)) {
                if (container.equals(Json.text(one, "name"))) {
                    return one;
                }
            }
        }
        return Json.object().path("");
    }

    /** A few names and how many more there are. */
    static String few(List<String> names) {
        int shown = 5;
        String first = String.join(", ", names.subList(0, Math.min(shown, names.size())));
        return names.size() <= shown ? first : first + " and " + (names.size() - shown) + " more";
    }
}
