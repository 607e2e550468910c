package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.InternalForm;

/**
 * The rules of what may become stricter in a pod while it is gated. Upstream: validateNodeSelectorMutation and
 * validateNodeAffinityMutation, pkg/apis/core/validation/validation.go, v1.36.
 */
final class GatedPodRules {
    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String TERMS = "spec.affinity.nodeAffinity." + REQUIRED + ".nodeSelectorTerms";

    private GatedPodRules() {}

    /** Checks what may change, and takes it back in {@code now}. */
    static void update(ObjectNode now, JsonNode before, FieldErrors errors) {
        selector(now.path("nodeSelector"), before.path("nodeSelector"), errors);
        PodRules.keep(now, before, "nodeSelector");
        JsonNode affinity = now.path("affinity").path("nodeAffinity");
        JsonNode old = before.path("affinity").path("nodeAffinity");
        if (Checks.same(affinity, old)) {
            return;
        }
        terms(terms(affinity), terms(old), errors);
        if (old.isObject()) {
            Json.child(now, "affinity").set("nodeAffinity", old);
        } else if (now.get("affinity") instanceof ObjectNode found) {
            found.remove("nodeAffinity");
        }
    }

    private static void selector(JsonNode selector, JsonNode before, FieldErrors errors) {
        for (var entry : before.properties()) {
            if (!entry.getValue().equals(selector.path(entry.getKey()))) {
                errors.invalidMap(
                        "spec.nodeSelector",
                        selector,
                        "only additions to spec.nodeSelector are allowed (no mutations or deletions)");
                return;
            }
        }
    }

    private static JsonNode terms(JsonNode affinity) {
        return affinity.path(REQUIRED).path("nodeSelectorTerms");
    }

    private static void terms(JsonNode terms, JsonNode before, FieldErrors errors) {
        if (before.isEmpty()) {
            return;
        }
        if (terms.size() != before.size()) {
            ArrayNode shown = Json.array();
            terms.forEach(term -> shown.add(Json.parse(InternalForm.show("NodeSelectorTerm", term))));
            errors.invalid(
                    TERMS,
                    terms.isArray() ? shown : terms,
                    "no additions/deletions to non-empty NodeSelectorTerms list are allowed");
            return;
        }
        for (int i = 0; i < before.size(); i++) {
            if (!isStricter(terms.get(i), before.get(i))) {
                errors.invalidShown(
                        TERMS + "[" + i + "]",
                        InternalForm.show("NodeSelectorTerm", terms.get(i)),
                        "only additions are allowed (no mutations or deletions)");
            }
        }
    }

    /** Upstream: validateNodeSelectorTermHasOnlyAdditions. */
    private static boolean isStricter(JsonNode term, JsonNode before) {
        boolean asksNothing = before.path("matchExpressions").isEmpty()
                && before.path("matchFields").isEmpty();
        boolean asked = !term.path("matchExpressions").isEmpty()
                || !term.path("matchFields").isEmpty();
        return !(asksNothing && asked)
                && beginsWith(term.path("matchExpressions"), before.path("matchExpressions"))
                && beginsWith(term.path("matchFields"), before.path("matchFields"));
    }

    private static boolean beginsWith(JsonNode list, JsonNode begin) {
        for (int i = 0; i < begin.size(); i++) {
            if (i >= list.size() || !Checks.same(list.get(i), begin.get(i))) {
                return false;
            }
        }
        return true;
    }
}
