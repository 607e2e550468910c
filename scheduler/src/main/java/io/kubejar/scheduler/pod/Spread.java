package io.kubejar.scheduler.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One topology spread constraint. Upstream: podtopologyspread/common.go, v1.36.
 *
 * @param hard whether a node that breaks it is left out; else it only scores less
 * @param honorAffinity whether only nodes count that the pod's node affinity allows
 * @param honorTaints whether only nodes count whose taints the pod tolerates
 */
public record Spread(
        String topologyKey,
        int maxSkew,
        int minDomains,
        boolean hard,
        PodTerm pods,
        boolean matchesItself,
        boolean honorAffinity,
        boolean honorTaints) {
    /** The constraints of a pod. */
    static List<Spread> of(String namespace, Map<String, String> labels, JsonNode spec) {
        List<Spread> out = new ArrayList<>();
        for (JsonNode one : spec.path("topologySpreadConstraints")) {
            LabelSelector selector = LabelSelector.of(withLabelKeys(one, labels));
            out.add(new Spread(
                    Json.textOr(one, "", "topologyKey"),
                    (int) Json.number(one, 1, "maxSkew"),
                    (int) Json.number(one, 1, "minDomains"),
                    Json.textOr(one, "DoNotSchedule", "whenUnsatisfiable").equals("DoNotSchedule"),
                    PodTerm.of(namespace, selector),
                    selector.matches(labels),
                    Json.textOr(one, "Honor", "nodeAffinityPolicy").equals("Honor"),
                    Json.textOr(one, "Ignore", "nodeTaintsPolicy").equals("Honor")));
        }
        return List.copyOf(out);
    }

    private static JsonNode withLabelKeys(JsonNode constraint, Map<String, String> labels) {
        JsonNode selector = constraint.path("labelSelector");
        if (constraint.path("matchLabelKeys").isEmpty() || !selector.isObject()) {
            return selector;
        }
        ObjectNode more = selector.deepCopy();
        ObjectNode equal = Json.child(more, "matchLabels");
        for (String key : Json.strings(constraint.path("matchLabelKeys"))) {
            if (labels.containsKey(key) && !equal.has(key)) {
                equal.put(key, labels.get(key));
            }
        }
        return more;
    }
}
