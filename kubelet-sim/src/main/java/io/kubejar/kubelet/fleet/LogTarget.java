package io.kubejar.kubelet.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.kubelet.log.ContainerLog;
import org.jspecify.annotations.Nullable;

/** Which container instance a request for logs means. Upstream: validateContainerLogStatus, kubelet_pods.go, v1.36. */
final class LogTarget {
    private LogTarget() {}

    /** The container id of the instance; refuses in the kubelet's words when there is none. */
    static String find(ApiObject pod, String container, boolean previous) {
        String what = "container \"" + container + "\" in pod \"" + pod.name() + "\"";
        JsonNode status = status(pod, container);
        if (status == null) {
            throw StatusException.badRequest(what + " is not available");
        }
        JsonNode state = status.path("state");
        String last = Json.textOr(status, "", "lastState", "terminated", "containerID");
        if (previous) {
            if (last.isEmpty()) {
                throw StatusException.badRequest("previous terminated " + what + " not found");
            }
            return last;
        }
        if (state.has("running")) {
            return Json.textOr(status, "", "containerID");
        }
        String ended = Json.textOr(state, last, "terminated", "containerID");
        if (!ended.isEmpty()) {
            return ended;
        }
        if (state.has("terminated")
                || Json.at(status, "lastState", "terminated").isObject()) {
            throw StatusException.badRequest(what + " is terminated");
        }
        String reason = Json.textOr(state, "", "waiting", "reason");
        throw StatusException.badRequest(what + " is waiting to start"
                + switch (reason) {
                    case "" -> " - no logs yet";
                    case "ErrImagePull" -> ": image can't be pulled";
                    case "ImagePullBackOff" -> ": trying and failing to pull image";
                    default -> ": " + reason;
                });
    }

    private static @Nullable JsonNode status(ApiObject pod, String container) {
        for (String list : new String[] {"containerStatuses", "initContainerStatuses"}) {
            for (JsonNode status : pod.status().path(list)) {
                if (container.equals(Json.text(status, "name"))) {
                    return status;
                }
            }
        }
        return null;
    }

    /** The log of an instance that ran before this program began: nothing is kept of it. */
    static ContainerLog forgotten() {
        ContainerLog log = new ContainerLog();
        log.end();
        return log;
    }
}
