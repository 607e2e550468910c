package io.kubejar.server.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.LabelSelector;
import java.util.List;

/**
 * Where an object keeps what its Scale shows.
 *
 * @param spec members down to the wanted replicas
 * @param status members down to the replicas that are there
 * @param selector members down to the selector's text; empty for none
 * @param structured whether the selector is an object instead of a text
 */
public record ScalePaths(List<String> spec, List<String> status, List<String> selector, boolean structured) {
    /** The built-in kinds' places. */
    public static final ScalePaths BUILT_IN = new ScalePaths(
            List.of("spec", "replicas"), List.of("status", "replicas"), List.of("spec", "selector"), true);

    /** A strategy whose kind has places of its own. */
    public interface Source {
        /** The places. */
        ScalePaths scalePaths();
    }

    /** The places of a resource. */
    public static ScalePaths of(ResourceDef def) {
        return def.strategy() instanceof Source source ? source.scalePaths() : BUILT_IN;
    }

    /** The number at a path; otherwise another one. */
    public static long number(JsonNode object, List<String> path, long otherwise) {
        return Json.number(object, otherwise, path.toArray(String[]::new));
    }

    /** The selector as text; "" for none. */
    public String selectorOf(JsonNode object) {
        if (selector.isEmpty()) {
            return "";
        }
        JsonNode at = Json.at(object, selector.toArray(String[]::new));
        return structured ? LabelSelector.of(at).toString() : at.asText("");
    }

    /** Writes the wanted replicas. */
    public void setReplicas(ObjectNode object, int replicas) {
        ObjectNode at = object;
        for (String member : spec.subList(0, spec.size() - 1)) {
            at = Json.child(at, member);
        }
        at.put(spec.get(spec.size() - 1), replicas);
    }
}
