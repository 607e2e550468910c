package io.kubejar.cluster.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which ConfigMaps and Secrets, or keys of them, a pod asks for that are not there. What is optional does not count. */
final class PodConfig {
    private static final Set<String> HELD = Set.of("CreateContainerConfigError", "CreateContainerError");

    private PodConfig() {}

    /** What one container's environment is missing; nothing unless it is held back. */
    static List<String> of(ApiObject pod, JsonNode status, Sight sight) {
        JsonNode waiting = status.path("state").path("waiting");
        String reason = Json.textOr(waiting, "", "reason");
        if (!HELD.contains(reason)) {
            return List.of();
        }
        String who = Look.container(status);
        Set<String> missing = new LinkedHashSet<>();
        JsonNode container = Look.spec(pod, Json.textOr(status, "", "name"));
        for (JsonNode from : container.path("envFrom")) {
            missing(pod, from.path("configMapRef"), "ConfigMap", sight, missing);
            missing(pod, from.path("secretRef"), "Secret", sight, missing);
        }
        for (JsonNode variable : container.path("env")) {
            missing(pod, variable.path("valueFrom").path("configMapKeyRef"), "ConfigMap", sight, missing);
            missing(pod, variable.path("valueFrom").path("secretKeyRef"), "Secret", sight, missing);
        }
        if (missing.isEmpty()) {
            return List.of(who + " cannot be made, " + reason + ": " + Json.textOr(waiting, "", "message"));
        }
        return missing.stream().map(what -> who + " waits: " + what).toList();
    }

    /** What the volumes are missing, or what the kubelet says of mounting them. */
    static List<String> volumes(ApiObject pod, Sight sight) {
        Set<String> missing = new LinkedHashSet<>();
        for (JsonNode volume : pod.spec().path("volumes")) {
            Set<String> own = new LinkedHashSet<>();
            source(pod, volume, "secretName", sight, own);
            for (JsonNode projected : volume.path("projected").path("sources")) {
                source(pod, projected, "name", sight, own);
            }
            String name = Json.textOr(volume, "", "name");
            own.forEach(what -> missing.add("volume " + name + " cannot be mounted: " + what));
        }
        List<String> out = new ArrayList<>(missing);
        out.addAll(Claims.ofPod(pod, sight));
        String said = Look.said(pod, "FailedMount", sight);
        if (out.isEmpty() && said != null) {
            out.add("a volume cannot be mounted: " + said);
        }
        String sandbox = Look.said(pod, "FailedCreatePodSandBox", sight);
        if (sandbox != null) {
            out.add("the pod's sandbox cannot be made: " + sandbox);
        }
        return out;
    }

    private static void source(ApiObject pod, JsonNode volume, String secretName, Sight sight, Set<String> missing) {
        mounted(pod, volume.path("configMap"), "ConfigMap", "name", sight, missing);
        mounted(pod, volume.path("secret"), "Secret", secretName, sight, missing);
    }

    private static void mounted(
            ApiObject pod, JsonNode source, String kind, String nameField, Sight sight, Set<String> missing) {
        if (!source.isObject() || Json.isTrue(source, "optional")) {
            return;
        }
        String name = Json.textOr(source, "", nameField);
        ApiObject found = sight.find(resource(kind), pod.namespace(), name);
        if (found == null) {
            missing.add(kind + " " + name + " does not exist");
            return;
        }
        for (JsonNode item : source.path("items")) {
            lacks(found, Json.textOr(item, "", "key"), missing);
        }
    }

    private static void missing(ApiObject pod, JsonNode reference, String kind, Sight sight, Set<String> missing) {
        if (!reference.isObject() || Json.isTrue(reference, "optional")) {
            return;
        }
        String name = Json.textOr(reference, "", "name");
        ApiObject found = sight.find(resource(kind), pod.namespace(), name);
        if (found == null) {
            missing.add(kind + " " + name + " does not exist");
        } else if (reference.has("key")) {
            lacks(found, Json.textOr(reference, "", "key"), missing);
        }
    }

    private static void lacks(ApiObject found, String key, Set<String> missing) {
        if (!found.at("data").has(key) && !found.at("binaryData").has(key)) {
            missing.add(found.kind() + " " + found.name() + " has no key " + key);
        }
    }

    private static Gvr resource(String kind) {
        return kind.equals("Secret") ? Resources.SECRETS : Resources.CONFIG_MAPS;
    }
}
