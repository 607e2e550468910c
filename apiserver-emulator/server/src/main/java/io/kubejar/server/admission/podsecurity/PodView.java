package io.kubejar.server.admission.podsecurity;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.FieldErrors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A pod or a pod's template, and words about its containers. Upstream: policy/visitor.go and helpers.go, v1.36. */
record PodView(JsonNode metadata, JsonNode spec) {
    private static final List<String> LISTS = List.of("initContainers", "containers", "ephemeralContainers");

    /** All containers, those for its start first. */
    List<JsonNode> containers() {
        List<JsonNode> out = new ArrayList<>();
        LISTS.forEach(list -> spec.path(list).forEach(out::add));
        return out;
    }

    /** The names of the containers of which something holds. */
    List<String> named(Predicate<JsonNode> bad) {
        return containers().stream()
                .filter(bad)
                .map(c -> Json.textOr(c, "", "name"))
                .toList();
    }

    /** The pod's own security context. */
    JsonNode context() {
        return spec.path("securityContext");
    }

    static JsonNode context(JsonNode container) {
        return container.path("securityContext");
    }

    boolean isWindows() {
        return Json.textOr(spec, "", "os", "name").equals("windows");
    }

    /** Whether its users are not those of the node. Upstream: relaxPolicyForUserNamespacePod. */
    boolean hasOwnUsers() {
        JsonNode host = spec.path("hostUsers");
        return host.isBoolean() && !host.booleanValue();
    }

    /** {@code container "a"} or {@code containers "a", "b"}. */
    static String containers(List<String> names) {
        return plural("container", names.size()) + " " + quoted(names);
    }

    /** Who sets something wrong: the pod, containers, or both. */
    static String setters(boolean pod, List<String> containers) {
        List<String> out = new ArrayList<>();
        if (pod) {
            out.add("pod");
        }
        if (!containers.isEmpty()) {
            out.add(containers(containers));
        }
        return String.join(" and ", out);
    }

    static String plural(String word, int count) {
        return count == 1 ? word : word + "s";
    }

    static String quoted(Collection<String> words) {
        return words.stream().map(FieldErrors::quote).collect(Collectors.joining(", "));
    }
}
