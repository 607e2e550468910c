package io.kubejar.cluster.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.util.ArrayList;
import java.util.List;

/** Why a container does not start or does not stay. */
final class PodCrashes {
    private PodCrashes() {}

    static List<String> of(ApiObject pod, JsonNode status, Sight sight) {
        JsonNode waiting = status.path("state").path("waiting");
        JsonNode ended = status.path("state").path("terminated");
        String reason = Json.textOr(waiting, "", "reason");
        String who = Look.container(status);
        if (reason.equals("RunContainerError")) {
            return List.of(
                    who + " cannot be started, " + Look.words(waiting),
                    "most often its command is not in the image, or a volume cannot be mounted where it wants it");
        }
        if (reason.equals("PostStartHookError") || reason.equals("PreStartHookError")) {
            return List.of(who + " is stopped because its hook fails, " + Look.words(waiting));
        }
        JsonNode last = status.path("lastState").path("terminated");
        boolean loops = reason.equals("CrashLoopBackOff");
        if (loops && last.isObject()) {
            return ends(pod, status, last, "ends again and again", sight);
        }
        boolean failed = ended.isObject() && Json.number(ended, 0, "exitCode") != 0;
        return failed ? ends(pod, status, ended, "has failed", sight) : List.of();
    }

    private static List<String> ends(ApiObject pod, JsonNode status, JsonNode end, String what, Sight sight) {
        List<String> out = new ArrayList<>();
        String name = Json.textOr(status, "", "name");
        long restarts = Json.number(status, 0, "restartCount");
        long code = Json.number(end, 0, "exitCode");
        String reason = Json.textOr(end, "", "reason");
        String message = Json.textOr(end, "", "message");
        out.add(Look.container(status) + " " + what + ": exit code " + code
                + (reason.isEmpty() ? "" : " (" + reason + ")")
                + (message.isEmpty() ? "" : ", " + message)
                + (restarts == 0 ? "" : ", restarted " + restarts + (restarts == 1 ? " time" : " times")));
        String probe = Look.events(pod, sight).stream()
                .filter(event -> event.at("reason").asText().equals("Unhealthy"))
                .map(event -> event.at("message").asText())
                .filter(text -> text.startsWith("Liveness") || text.startsWith("Startup"))
                .filter(text -> has(pod, name, text.startsWith("Liveness") ? "livenessProbe" : "startupProbe"))
                .reduce("", (first, second) -> second);
        if (!probe.isEmpty()) {
            out.add("its probe stops it, " + probe + ": is the probe too strict, or the application too slow?");
        } else if (reason.equals("OOMKilled")) {
            out.add("it wants more memory than its limit "
                    + Json.textOr(Look.spec(pod, name), "", "resources", "limits", "memory"));
        } else if (code == 0) {
            out.add("its command ends by itself: does the image have a CMD that keeps running?");
        } else if (code == 126 || code == 127 || reason.equals("ContainerCannotRun") || reason.equals("StartError")) {
            out.add("its command is not in the image or cannot be run");
        }
        boolean running = status.path("state").has("terminated");
        out.add("its logs: kubectl logs -n " + pod.namespace() + " " + pod.name() + " -c " + name
                + (running ? "" : " --previous"));
        return out;
    }

    private static boolean has(ApiObject pod, String container, String probe) {
        return Look.spec(pod, container).has(probe);
    }
}
