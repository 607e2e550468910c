package io.kubejar.server.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that a pod refers to, and whether its account lets it. Upstream: limitSecretReferences,
 * plugin/pkg/admission/serviceaccount/admission.go, and VisitPodSecretNames, pkg/api/pod/util.go, v1.36.
 */
final class MountableSecrets {
    private static final List<String> SECRET_REFS = List.of(
            "secretRef",
            "nodePublishSecretRef",
            "nodeStageSecretRef",
            "controllerPublishSecretRef",
            "controllerExpandSecretRef");

    private MountableSecrets() {}

    /** Why the pod may not have what it refers to; null when it may. */
    static @Nullable String problem(ApiObject account, JsonNode spec) {
        Set<String> allowed = names(account.at("secrets"));
        String tail = "\" is not allowed because service account " + account.name() + " does not reference that ";
        for (JsonNode volume : spec.path("volumes")) {
            String name = Json.text(volume, "secret", "secretName");
            if (name != null && !allowed.contains(name)) {
                return "volume with secret.secretName=\"" + name + tail + "secret";
            }
        }
        for (String list : List.of("initContainers", "containers")) {
            String who = list.equals("containers") ? "container " : "init container ";
            for (JsonNode container : spec.path(list)) {
                String problem = ofContainer(container, who, allowed, tail);
                if (problem != null) {
                    return problem;
                }
            }
        }
        Set<String> pulls = names(account.at("imagePullSecrets"));
        for (int i = 0; i < spec.path("imagePullSecrets").size(); i++) {
            String name = Json.textOr(spec.path("imagePullSecrets").get(i), "", "name");
            if (!pulls.contains(name)) {
                return "imagePullSecrets[" + i + "].name=\"" + name + tail + "imagePullSecret";
            }
        }
        return null;
    }

    private static @Nullable String ofContainer(JsonNode container, String who, Set<String> allowed, String tail) {
        String whose = who + Json.textOr(container, "", "name");
        for (JsonNode variable : container.path("env")) {
            String name = Json.text(variable, "valueFrom", "secretKeyRef", "name");
            if (name != null && !allowed.contains(name)) {
                return whose + " with envVar " + Json.textOr(variable, "", "name") + " referencing secret.secretName=\""
                        + name + tail + "secret";
            }
        }
        for (JsonNode from : container.path("envFrom")) {
            String name = Json.text(from, "secretRef", "name");
            if (name != null && !allowed.contains(name)) {
                return whose + " with envFrom referencing secret.secretName=\"" + name + tail + "secret";
            }
        }
        return null;
    }

    private static Set<String> names(JsonNode references) {
        Set<String> out = new HashSet<>();
        references.forEach(reference -> out.add(Json.textOr(reference, "", "name")));
        return out;
    }

    /** Whether the pod refers to any secret. */
    static boolean anyIn(JsonNode spec) {
        for (String list : List.of("initContainers", "containers", "ephemeralContainers")) {
            for (JsonNode container : spec.path(list)) {
                if (inContainer(container)) {
                    return true;
                }
            }
        }
        for (JsonNode volume : spec.path("volumes")) {
            if (inVolume(volume)) {
                return true;
            }
        }
        return !spec.path("imagePullSecrets").isEmpty();
    }

    private static boolean inContainer(JsonNode container) {
        for (JsonNode variable : container.path("env")) {
            if (variable.path("valueFrom").path("secretKeyRef").isObject()) {
                return true;
            }
        }
        for (JsonNode from : container.path("envFrom")) {
            if (from.path("secretRef").isObject()) {
                return true;
            }
        }
        return false;
    }

    private static boolean inVolume(JsonNode volume) {
        if (volume.path("secret").isObject() || volume.path("azureFile").isObject()) {
            return true;
        }
        for (JsonNode source : volume.path("projected").path("sources")) {
            if (source.path("secret").isObject()) {
                return true;
            }
        }
        for (JsonNode source : volume) {
            if (SECRET_REFS.stream().anyMatch(field -> source.path(field).isObject())) {
                return true;
            }
        }
        return false;
    }
}
