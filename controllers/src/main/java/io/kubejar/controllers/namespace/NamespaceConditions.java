package io.kubejar.controllers.namespace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Times;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a namespace that is going. Upstream: pkg/controller/namespace/deletion/status_condition_utils.go,
 * v1.36.
 */
final class NamespaceConditions {
    private record Condition(String type, String status, String reason, String message) {}

    private static final List<Condition> FINE = List.of(
            new Condition(
                    "NamespaceDeletionDiscoveryFailure",
                    "False",
                    "ResourcesDiscovered",
                    "All resources successfully discovered"),
            new Condition(
                    "NamespaceDeletionGroupVersionParsingFailure",
                    "False",
                    "ParsedGroupVersions",
                    "All legacy kube types successfully parsed"),
            new Condition(
                    "NamespaceDeletionContentFailure",
                    "False",
                    "ContentDeleted",
                    "All content successfully deleted, may be waiting on finalization"),
            new Condition("NamespaceContentRemaining", "False", "ContentRemoved", "All content successfully removed"),
            new Condition(
                    "NamespaceFinalizersRemaining",
                    "False",
                    "ContentHasNoFinalizers",
                    "All content-preserving finalizers finished"));

    private NamespaceConditions() {}

    /**
     * The namespace's status after a look at its content.
     *
     * @param complete whether the look went beyond the pods; what remains is told only then
     */
    static ObjectNode status(ApiObject namespace, Remaining remaining, boolean complete, Instant now) {
        Map<String, Condition> wrong = wrong(remaining, complete);
        ObjectNode status = namespace.status() instanceof ObjectNode before ? before.deepCopy() : Json.object();
        ArrayNode conditions = Json.list(status, "conditions");
        for (Condition fine : FINE) {
            put(conditions, wrong.getOrDefault(fine.type(), fine), now);
        }
        return status;
    }

    private static Map<String, Condition> wrong(Remaining remaining, boolean complete) {
        Map<String, Condition> wrong = new LinkedHashMap<>();
        String discovery = remaining.discovery();
        if (discovery != null) {
            add(wrong, "NamespaceDeletionDiscoveryFailure", "DiscoveryFailed", discovery);
        }
        List<String> failures = remaining.failures();
        if (!failures.isEmpty()) {
            add(
                    wrong,
                    "NamespaceDeletionContentFailure",
                    "ContentDeletionFailed",
                    "Failed to delete all resource types, " + failures.size() + " remaining: "
                            + String.join(", ", failures));
        }
        if (complete && !remaining.resources().isEmpty()) {
            add(
                    wrong,
                    "NamespaceContentRemaining",
                    "SomeResourcesRemain",
                    "Some resources are remaining: " + String.join(", ", remaining.resources()));
        }
        if (complete && !remaining.finalizers().isEmpty()) {
            add(
                    wrong,
                    "NamespaceFinalizersRemaining",
                    "SomeFinalizersRemain",
                    "Some content in the namespace has finalizers remaining: "
                            + String.join(", ", remaining.finalizers()));
        }
        return wrong;
    }

    private static void add(Map<String, Condition> wrong, String type, String reason, String message) {
        wrong.put(type, new Condition(type, "True", reason, message));
    }

    private static void put(ArrayNode conditions, Condition wanted, Instant now) {
        @Nullable ObjectNode known = null;
        for (JsonNode condition : conditions) {
            if (wanted.type().equals(Json.text(condition, "type"))) {
                known = (ObjectNode) condition;
            }
        }
        if (known == null) {
            known = conditions.addObject().put("type", wanted.type());
        }
        if (!wanted.status().equals(Json.text(known, "status"))) {
            known.put("status", wanted.status()).put("lastTransitionTime", Times.format(now));
        }
        known.put("reason", wanted.reason()).put("message", wanted.message());
    }
}
