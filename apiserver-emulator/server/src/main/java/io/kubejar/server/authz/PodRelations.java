package io.kubejar.server.authz;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Relations as the pods themselves tell them, read when they are asked for. Upstream: Graph.AddPod,
 * plugin/pkg/auth/authorizer/node/graph.go, v1.36.
 */
public final class PodRelations implements NodeRelations {
    private final Function<String, ? extends Iterable<ApiObject>> podsOn;
    private final BiFunction<String, String, @Nullable ApiObject> claim;

    /**
     * Reads from the stores.
     *
     * @param podsOn the pods that are bound to a node
     * @param claim the PersistentVolumeClaim of a namespace and name, or null
     */
    public PodRelations(
            Function<String, ? extends Iterable<ApiObject>> podsOn,
            BiFunction<String, String, @Nullable ApiObject> claim) {
        this.podsOn = podsOn;
        this.claim = claim;
    }

    @Override
    public boolean uses(String node, String resource, String namespace, String name) {
        for (ApiObject pod : podsOn.apply(node)) {
            boolean there = namespace.isEmpty() || pod.namespace().equals(namespace);
            if (there && uses(pod, resource, name)) {
                return true;
            }
        }
        return false;
    }

    private boolean uses(ApiObject pod, String resource, String name) {
        JsonNode spec = pod.spec();
        return switch (resource) {
            case "pods" -> pod.name().equals(name);
            case "serviceaccounts" -> !isMirror(pod) && name.equals(Json.text(spec, "serviceAccountName"));
            case "secrets" -> !isMirror(pod) && mentions(spec, true, name);
            case "configmaps" -> !isMirror(pod) && mentions(spec, false, name);
            case "persistentvolumeclaims" -> !isMirror(pod) && claims(pod, name);
            case "persistentvolumes" -> !isMirror(pod) && usesVolume(pod, name);
            case "resourceclaims" -> mentionsClaim(pod, name);
            default -> false;
        };
    }

    private static boolean isMirror(ApiObject pod) {
        return pod.annotation("kubernetes.io/config.mirror") != null;
    }

    private static boolean claims(ApiObject pod, String name) {
        for (JsonNode volume : pod.spec().path("volumes")) {
            String own = Json.text(volume, "persistentVolumeClaim", "claimName");
            boolean ephemeral = volume.path("ephemeral").isObject()
                    && name.equals(pod.name() + "-" + Json.textOr(volume, "", "name"));
            if (name.equals(own) || ephemeral) {
                return true;
            }
        }
        return false;
    }

    private boolean usesVolume(ApiObject pod, String name) {
        for (JsonNode volume : pod.spec().path("volumes")) {
            String own = Json.text(volume, "persistentVolumeClaim", "claimName");
            if (own == null && volume.path("ephemeral").isObject()) {
                own = pod.name() + "-" + Json.textOr(volume, "", "name");
            }
            ApiObject found = own == null ? null : claim.apply(pod.namespace(), own);
            if (found != null && name.equals(Json.text(found.spec(), "volumeName"))) {
                return true;
            }
        }
        return false;
    }

    private static boolean mentionsClaim(ApiObject pod, String name) {
        for (JsonNode status : pod.status().path("resourceClaimStatuses")) {
            if (name.equals(Json.text(status, "resourceClaimName"))) {
                return true;
            }
        }
        for (JsonNode own : pod.spec().path("resourceClaims")) {
            if (name.equals(Json.text(own, "resourceClaimName"))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a volume or a container's environment names a secret or config map of this name. */
    private static boolean mentions(JsonNode spec, boolean secret, String name) {
        for (JsonNode volume : spec.path("volumes")) {
            if (ofVolume(volume, secret, name)) {
                return true;
            }
        }
        for (String list : List.of("containers", "initContainers", "ephemeralContainers")) {
            for (JsonNode container : spec.path(list)) {
                if (ofContainer(container, secret, name)) {
                    return true;
                }
            }
        }
        if (secret) {
            for (JsonNode pull : spec.path("imagePullSecrets")) {
                if (name.equals(Json.text(pull, "name"))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean ofVolume(JsonNode volume, boolean secret, String name) {
        String own = secret ? Json.text(volume, "secret", "secretName") : Json.text(volume, "configMap", "name");
        if (name.equals(own)) {
            return true;
        }
        for (JsonNode source : volume.path("projected").path("sources")) {
            if (name.equals(Json.text(source, secret ? "secret" : "configMap", "name"))) {
                return true;
            }
        }
        if (secret) {
            for (JsonNode source : volume) {
                if (name.equals(Json.text(source, "secretRef", "name"))
                        || name.equals(Json.text(source, "nodePublishSecretRef", "name"))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean ofContainer(JsonNode container, boolean secret, String name) {
        for (JsonNode variable : container.path("env")) {
            String key = secret ? "secretKeyRef" : "configMapKeyRef";
            if (name.equals(Json.text(variable, "valueFrom", key, "name"))) {
                return true;
            }
        }
        for (JsonNode from : container.path("envFrom")) {
            if (name.equals(Json.text(from, secret ? "secretRef" : "configMapRef", "name"))) {
                return true;
            }
        }
        return false;
    }
}
