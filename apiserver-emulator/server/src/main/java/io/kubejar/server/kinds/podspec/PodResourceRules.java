package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Quantity;
import io.kubejar.server.validation.FieldErrors;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The rules of what a pod asks for as a whole. Upstream: validatePodResources and validatePodResourceConsistency,
 * pkg/apis/core/validation/validation.go, and AggregateContainerRequests, component-helpers/resource, v1.36.
 */
final class PodResourceRules {
    private PodResourceRules() {}

    static void validate(JsonNode spec, Set<String> claims, String path, FieldErrors errors) {
        JsonNode resources = spec.path("resources");
        String at = path + ".resources";
        if (!resources.isObject()) {
            return;
        }
        if (Json.textOr(spec, "", "os", "name").equals("windows")) {
            errors.forbidden(at, "may not be set for a windows pod");
            return;
        }
        if (resources.hasNonNull("claims")) {
            errors.forbidden(at + ".claims", "claims may not be set for Resources at pod-level");
        }
        ResourceRules.validate(resources, claims, PodResourceRules::name, at, errors);
        covers(spec, "requests", resources.path("requests"), at, errors);
        covers(spec, "limits", resources.path("limits"), at, errors);
        limits(spec, resources.path("limits"), at, errors);
    }

    /** Upstream: validatePodResourceName. */
    private static void name(String name, String path, FieldErrors errors) {
        boolean supported = name.equals("cpu") || name.equals("memory") || name.startsWith(ResourceRules.HUGE);
        if (ResourceRules.anyName(name, path, errors) && !supported) {
            errors.unsupported(path, name, "cpu", ResourceRules.HUGE, "memory");
        }
    }

    /** What is said for the whole pod covers what its containers ask for; of limits only those that cannot be shared count. */
    private static void covers(JsonNode spec, String kind, JsonNode whole, String path, FieldErrors errors) {
        total(spec, kind).forEach((name, sum) -> {
            if (whole.has(name) && (kind.equals("requests") || name.startsWith(ResourceRules.HUGE))) {
                Quantity given = Quantity.parse(whole.path(name).asText());
                if (sum.compareTo(given) > 0) {
                    errors.invalid(
                            path + "." + kind + "[" + name + "]",
                            given.toString(),
                            "must be greater than or equal to aggregate container " + kind + " of " + sum);
                }
            }
        });
    }

    private static void limits(JsonNode spec, JsonNode limits, String path, FieldErrors errors) {
        JsonNode containers = spec.path("containers");
        for (int i = 0; i < containers.size(); i++) {
            for (var own : containers.get(i).path("resources").path("limits").properties()) {
                if (!limits.has(own.getKey())) {
                    continue;
                }
                Quantity one = Quantity.parse(own.getValue().asText());
                Quantity whole = Quantity.parse(limits.path(own.getKey()).asText());
                if (one.compareTo(whole) > 0) {
                    errors.invalid(
                            path + ".containers[" + i + "][" + own.getKey() + "].limits",
                            one.toString(),
                            "must be less than or equal to pod limits of " + whole);
                }
            }
        }
    }

    /** What the containers need at a time: the main ones and the sidecars together, or the most while they initialize. */
    private static Map<String, Quantity> total(JsonNode spec, String kind) {
        Map<String, Quantity> running = new TreeMap<>();
        spec.path("containers").forEach(container -> add(container, kind, running));
        Map<String, Quantity> sidecars = new TreeMap<>();
        Map<String, Quantity> most = new TreeMap<>();
        for (JsonNode container : spec.path("initContainers")) {
            Map<String, Quantity> now = new TreeMap<>(sidecars);
            add(container, kind, now);
            if (Json.textOr(container, "", "restartPolicy").equals("Always")) {
                add(container, kind, running);
                add(container, kind, sidecars);
            }
            raise(most, now);
        }
        raise(running, most);
        return running;
    }

    private static void add(JsonNode container, String kind, Map<String, Quantity> sums) {
        container
                .path("resources")
                .path(kind)
                .properties()
                .forEach(e -> sums.merge(e.getKey(), Quantity.parse(e.getValue().asText()), Quantity::plus));
    }

    private static void raise(Map<String, Quantity> most, Map<String, Quantity> others) {
        others.forEach((name, value) -> most.merge(name, value, (a, b) -> a.compareTo(b) >= 0 ? a : b));
    }
}
