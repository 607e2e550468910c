package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.FieldErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules of containers that are added to a running pod. Upstream: validateEphemeralContainers,
 * pkg/apis/core/validation/validation.go, v1.36.
 */
final class EphemeralRules {
    private static final String NOT_HERE = "cannot be set for an Ephemeral Container";

    /** What they may not have, in the order of the type's fields. */
    private static final List<String> FORBIDDEN = List.of(
            "ports",
            "resources",
            "resizePolicy",
            "restartPolicy",
            "restartPolicyRules",
            "livenessProbe",
            "readinessProbe",
            "startupProbe",
            "lifecycle");

    private EphemeralRules() {}

    /** Checks ephemeral containers; {@code others} has the names of the pod's other ones. */
    static void validate(PodScope scope, Set<String> others, String path, FieldErrors errors) {
        JsonNode list = scope.spec().path("ephemeralContainers");
        Set<String> names = new HashSet<>(others);
        for (int i = 0; i < list.size(); i++) {
            JsonNode container = list.get(i);
            String at = path + "[" + i + "]";
            ContainerRules.common(container, scope, at, errors);
            ContainerRules.image(container, at, errors);
            String name = Json.textOr(container, "", "name");
            if (!names.add(name)) {
                errors.duplicate(at + ".name", name);
            }
            String target = Json.textOr(container, "", "targetContainerName");
            if (!target.isEmpty() && !others.contains(target)) {
                errors.notFound(at + ".targetContainerName", target);
            }
            for (String field : FORBIDDEN) {
                JsonNode value = container.path(field);
                boolean set = field.equals("resources") ? !value.isEmpty() : container.hasNonNull(field);
                if (set) {
                    errors.forbidden(at + "." + field, NOT_HERE);
                }
            }
            subPaths(container.path("volumeMounts"), at + ".volumeMounts", errors);
        }
    }

    private static void subPaths(JsonNode mounts, String path, FieldErrors errors) {
        for (int i = 0; i < mounts.size(); i++) {
            for (String field : List.of("subPath", "subPathExpr")) {
                if (!Json.textOr(mounts.get(i), "", field).isEmpty()) {
                    errors.forbidden(path + "[" + i + "]." + field, NOT_HERE);
                }
            }
        }
    }
}
