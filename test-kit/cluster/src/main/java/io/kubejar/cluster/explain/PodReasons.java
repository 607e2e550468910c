package io.kubejar.cluster.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.util.ArrayList;
import java.util.List;

/** Why a pod is not running and ready. */
final class PodReasons {
    private PodReasons() {}

    static List<String> of(ApiObject pod, Sight sight) {
        String phase = Json.textOr(pod.status(), "Pending", "phase");
        if (phase.equals("Succeeded")) {
            return List.of();
        }
        List<String> out = new ArrayList<>();
        String reason = Json.textOr(pod.status(), "", "reason");
        if (phase.equals("Failed") && !reason.isEmpty()) {
            out.add("it has ended, " + Look.words(pod.status()));
        }
        if (phase.equals("Pending") || phase.equals("Running")) {
            out.addAll(PodScheduling.of(pod, sight));
        }
        boolean assigned = !Json.textOr(pod.spec(), "", "nodeName").isEmpty();
        if (phase.equals("Pending") && assigned) {
            out.addAll(PodConfig.volumes(pod, sight));
        }
        for (JsonNode status : pod.status().path("initContainerStatuses")) {
            init(pod, status, sight, out);
        }
        for (JsonNode status : pod.status().path("containerStatuses")) {
            out.addAll(container(pod, status, sight));
        }
        if (phase.equals("Running") && !Look.is(pod, "Ready", "True")) {
            out.addAll(PodReadiness.of(pod, sight));
        }
        if (phase.equals("Running")) {
            out.addAll(DeadPorts.of(pod, sight));
        }
        return out;
    }

    private static List<String> container(ApiObject pod, JsonNode status, Sight sight) {
        List<String> out = new ArrayList<>(PodImages.of(pod, status, sight));
        out.addAll(PodConfig.of(pod, status, sight));
        out.addAll(PodCrashes.of(pod, status, sight));
        return out;
    }

    /** The first init container that has not succeeded holds up all that follow. */
    private static void init(ApiObject pod, JsonNode status, Sight sight, List<String> out) {
        List<String> why = container(pod, status, sight);
        boolean running = status.path("state").has("running");
        boolean sidecar = "Always".equals(Json.text(Look.spec(pod, Json.textOr(status, "", "name")), "restartPolicy"));
        if (!why.isEmpty()) {
            out.addAll(why.stream()
                    .map(line -> line.replaceFirst("^container ", "init container "))
                    .toList());
            out.add("nothing after an init container starts before it has succeeded");
        } else if (running && !sidecar) {
            out.add("init " + Look.container(status) + " still runs: nothing after it starts before it has succeeded");
        }
    }
}
