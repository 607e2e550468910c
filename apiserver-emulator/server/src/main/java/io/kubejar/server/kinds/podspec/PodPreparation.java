package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import java.util.List;
import java.util.Map;

/**
 * What becomes of a pod before it is checked. Upstream: DropDisabledPodFields, pkg/api/pod/util.go, and mutatePodAffinity,
 * mutateTopologySpreadConstraints and applySchedulingGatedCondition, pkg/registry/core/pod/strategy.go, v1.36.
 */
public final class PodPreparation {
    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

    private PodPreparation() {}

    /** Drops fields of features that are off, unless the old state has them. */
    public static void dropDisabled(ObjectNode spec, JsonNode old) {
        dropProjection(spec, old, "clusterTrustBundle");
        dropProjection(spec, old, "podCertificate");
        if (!old.hasNonNull("schedulingGroup")) {
            spec.remove("schedulingGroup");
        }
        if (!usesStopSignals(old)) {
            PodScope.visit(spec, "", (container, at) -> {
                if (container.get("lifecycle") instanceof ObjectNode lifecycle && lifecycle.has("stopSignal")) {
                    lifecycle.remove("stopSignal");
                    if (lifecycle.isEmpty()) {
                        ((ObjectNode) container).remove("lifecycle");
                    }
                }
            });
        }
    }

    private static boolean usesStopSignals(JsonNode spec) {
        boolean[] found = new boolean[1];
        PodScope.visit(
                spec,
                "",
                (container, at) -> found[0] |= container.path("lifecycle").hasNonNull("stopSignal"));
        return found[0];
    }

    private static void dropProjection(ObjectNode spec, JsonNode old, String kind) {
        for (JsonNode volume : old.path("volumes")) {
            for (JsonNode source : volume.path("projected").path("sources")) {
                if (source.hasNonNull(kind)) {
                    return;
                }
            }
        }
        spec.path("volumes")
                .forEach(volume -> volume.path("projected").path("sources").forEach(source -> {
                    if (source instanceof ObjectNode one) {
                        one.remove(kind);
                    }
                }));
    }

    /** Says of a pod with gates that it is not scheduled; as of its creation. */
    public static void gated(ObjectNode pod) {
        if (!pod.path("spec").path("schedulingGates").isEmpty()) {
            Json.list(Json.child(pod, "status"), "conditions")
                    .addObject()
                    .put("type", "PodScheduled")
                    .put("status", "False")
                    .putNull("lastProbeTime")
                    .put("lastTransitionTime", Json.text(pod, "metadata", "creationTimestamp"))
                    .put("reason", "SchedulingGated")
                    .put("message", "Scheduling is blocked due to non-empty scheduling gates");
        }
    }

    /** Puts the values of the pod's own labels into the selectors that ask for them. */
    public static void labelKeys(ObjectNode pod) {
        Map<String, String> labels = Json.map(pod.path("metadata").path("labels"));
        JsonNode spec = pod.path("spec");
        for (String kind : List.of("podAffinity", "podAntiAffinity")) {
            JsonNode affinity = spec.path("affinity").path(kind);
            affinity.path(PREFERRED).forEach(term -> labelKeys(term.path("podAffinityTerm"), labels));
            affinity.path(REQUIRED).forEach(term -> labelKeys(term, labels));
        }
        spec.path("topologySpreadConstraints").forEach(constraint -> labelKeys(constraint, labels));
    }

    private static void labelKeys(JsonNode term, Map<String, String> labels) {
        if (term.get("labelSelector") instanceof ObjectNode selector) {
            labelKeys(selector, Json.strings(term.path("matchLabelKeys")), "In", labels);
            labelKeys(selector, Json.strings(term.path("mismatchLabelKeys")), "NotIn", labels);
        }
    }

    private static void labelKeys(ObjectNode selector, List<String> keys, String operator, Map<String, String> labels) {
        for (String key : keys) {
            String value = labels.get(key);
            if (value != null) {
                ArrayNode expressions = Json.list(selector, "matchExpressions");
                expressions
                        .addObject()
                        .put("key", key)
                        .put("operator", operator)
                        .putArray("values")
                        .add(value);
            }
        }
    }
}
