package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * What the rules of a part of a PodSpec need to know of the whole.
 *
 * @param spec the PodSpec
 * @param pod whether it is a pod's own, and not a template's
 * @param volumes the volumes that are well, by name
 */
record PodScope(JsonNode spec, boolean pod, Map<String, JsonNode> volumes) {
    private static final String[] LISTS = {"initContainers", "containers", "ephemeralContainers"};

    PodScope {
        volumes = Map.copyOf(volumes);
    }

    /** Gives each container with its path: first those that initialize, last the ephemeral ones. */
    static void visit(JsonNode spec, String path, BiConsumer<JsonNode, String> visitor) {
        for (String list : LISTS) {
            JsonNode containers = spec.path(list);
            for (int i = 0; i < containers.size(); i++) {
                visitor.accept(containers.get(i), path + "." + list + "[" + i + "]");
            }
        }
    }

    /** Whether the pod's users are the host's, as they are if nothing is said. */
    boolean hostUsers() {
        return !spec.path("hostUsers").isBoolean() || spec.path("hostUsers").booleanValue();
    }

    /** The restart policy. */
    String restartPolicy() {
        return Json.textOr(spec, "", "restartPolicy");
    }

    /** How long a stop may take, in seconds. */
    JsonNode gracePeriod() {
        return spec.path("terminationGracePeriodSeconds");
    }

    /** The names of the pod's resource claims. */
    Set<String> claims() {
        Set<String> names = new TreeSet<>();
        spec.path("resourceClaims").forEach(claim -> names.add(Json.textOr(claim, "", "name")));
        names.remove("");
        return names;
    }
}
