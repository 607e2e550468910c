package io.kubejar.controllers.daemonset;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.LabelRequirement;
import java.util.Map;

/**
 * Whether a node meets the selector and the required affinity of a pod. Upstream: nodeaffinity.GetRequiredNodeAffinity,
 * component-helpers/scheduling/corev1/nodeaffinity, v1.36.
 */
final class NodeAffinity {
    private NodeAffinity() {}

    /** Whether the node fits {@code nodeSelector} and {@code affinity.nodeAffinity} of a pod's spec. */
    static boolean fits(JsonNode podSpec, ApiObject node) {
        Map<String, String> labels = node.labels();
        if (!labels.entrySet()
                .containsAll(Json.map(podSpec.path("nodeSelector")).entrySet())) {
            return false;
        }
        JsonNode required = required(podSpec);
        if (required.isMissingNode() || required.isNull()) {
            return true;
        }
        for (JsonNode term : required.path("nodeSelectorTerms")) { // one of them is enough, none is not
            JsonNode expressions = term.path("matchExpressions");
            JsonNode fields = term.path("matchFields");
            boolean isEmpty = expressions.isEmpty() && fields.isEmpty();
            if (!isEmpty && all(expressions, labels) && all(fields, Map.of("metadata.name", node.name()))) {
                return true;
            }
        }
        return false;
    }

    /** {@code affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution} of a pod's spec. */
    static JsonNode required(JsonNode podSpec) {
        return Json.at(podSpec, "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution");
    }

    private static boolean all(JsonNode requirements, Map<String, String> values) {
        for (JsonNode requirement : requirements) {
            try {
                LabelRequirement parsed = new LabelRequirement(
                        Json.textOr(requirement, "", "key"),
                        LabelRequirement.Operator.ofSelector(Json.textOr(requirement, "", "operator")),
                        Json.strings(requirement.path("values")));
                if (!parsed.matches(values)) {
                    return false;
                }
            } catch (IllegalArgumentException e) { // an operator that nobody knows matches nothing
                return false;
            }
        }
        return true;
    }
}
