package io.kubejar.kubelet.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;

/**
 * One container of a pod's spec.
 *
 * @param json its element of {@code spec.containers} or {@code spec.initContainers}
 * @param podRestartPolicy {@code spec.restartPolicy}
 */
public record ContainerSpec(Role role, JsonNode json, String podRestartPolicy) {
    /** The part that a container plays in its pod. */
    public enum Role {
        /** Runs to its end before the next begins. */
        INIT,
        /** An init container with restartPolicy Always: starts in order and stays. */
        SIDECAR,
        /** One of {@code spec.containers}. */
        APP
    }

    /** Its name. */
    public String name() {
        return Json.textOr(json, "", "name");
    }

    /** Its image as the pod names it. */
    public String image() {
        return Json.textOr(json, "", "image");
    }

    /** {@code Always}, {@code IfNotPresent} or {@code Never}. */
    public String pullPolicy() {
        return Json.textOr(json, "IfNotPresent", "imagePullPolicy");
    }

    /** The path of its element, as events name it: {@code spec.containers{app}}. Upstream: fieldPath, ref.go, v1.36. */
    public String fieldPath() {
        return (role == Role.APP ? "spec.containers{" : "spec.initContainers{") + name() + "}";
    }

    /** Whether it is started again after it has ended with this code. Upstream: podutil.ContainerShouldRestart, v1.36. */
    public boolean restarts(int exitCode) {
        String own = Json.textOr(json, "", "restartPolicy");
        if (!own.isEmpty()) {
            for (JsonNode rule : json.path("restartPolicyRules")) {
                boolean listed = false;
                for (JsonNode value : rule.path("exitCodes").path("values")) {
                    listed |= value.asInt() == exitCode;
                }
                boolean in = "In".equals(Json.text(rule, "exitCodes", "operator"));
                if (listed == in && "Restart".equals(Json.text(rule, "action"))) {
                    return true;
                }
            }
        }
        return switch (own.isEmpty() ? podRestartPolicy : own) {
            case "OnFailure" -> exitCode != 0;
            case "Never" -> false;
            default -> true;
        };
    }
}
