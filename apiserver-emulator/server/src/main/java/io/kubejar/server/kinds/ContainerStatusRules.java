package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.kinds.podspec.SecurityRules;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules of what a pod's status says of its containers. Upstream: ValidateContainerStateTransition,
 * validateContainerStatusUsers and validateContainerStatusAllocatedResourcesStatus,
 * pkg/apis/core/validation/validation.go, and ContainerShouldRestart, pkg/api/v1/pod/util.go, v1.36.
 */
final class ContainerStatusRules {
    private static final int MESSAGE_MAX = 1024;
    private static final List<String> HEALTH = List.of("Healthy", "Unhealthy", "Unknown");

    /**
     * A list of a status.
     *
     * @param containers the list of the spec that it belongs to; "" for what is not bound by the spec
     */
    private record Statuses(String name, String containers) {
        boolean areEphemeral() {
            return containers.isEmpty();
        }
    }

    private static final List<Statuses> LISTS = List.of(
            new Statuses("containerStatuses", "containers"),
            new Statuses("initContainerStatuses", "initContainers"),
            new Statuses("ephemeralContainerStatuses", ""));

    private ContainerStatusRules() {}

    /** What has ended runs again only where the pod lets it. */
    static void transitions(JsonNode status, JsonNode before, JsonNode spec, FieldErrors errors) {
        boolean all = restartsAll(spec);
        for (Statuses list : LISTS) {
            JsonNode containers = spec.path(list.containers());
            JsonNode olds = before.path(list.name());
            for (int i = 0; i < olds.size() && (list.areEphemeral() || !all); i++) {
                JsonNode old = olds.get(i);
                JsonNode ended = old.path("state").path("terminated");
                JsonNode now = named(status.path(list.name()), Json.textOr(old, "", "name"));
                boolean revived =
                        ended.isObject() && now.isObject() && !now.path("state").hasNonNull("terminated");
                JsonNode container = named(containers, Json.textOr(old, "", "name"));
                if (revived && !mayRestart(container, spec, Json.number(ended, 0, "exitCode"))) {
                    errors.forbidden(
                            "status." + list.name() + "[" + i + "].state",
                            "may not be transitioned to non-terminated state");
                }
            }
        }
    }

    private static boolean restartsAll(JsonNode spec) {
        for (String list : List.of("initContainers", "containers")) {
            for (JsonNode container : spec.path(list)) {
                for (JsonNode rule : container.path("restartPolicyRules")) {
                    if (Json.textOr(rule, "", "action").equals("RestartAllContainers")) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static JsonNode named(JsonNode list, String name) {
        for (JsonNode item : list) {
            if (name.equals(Json.textOr(item, "", "name"))) {
                return item;
            }
        }
        return list.path(-1);
    }

    private static boolean mayRestart(JsonNode container, JsonNode spec, long exitCode) {
        if (!container.isObject()) {
            return false;
        }
        if (container.hasNonNull("restartPolicy") && ruleMatches(container, exitCode)) {
            return true;
        }
        String policy = Json.textOr(container, Json.textOr(spec, "", "restartPolicy"), "restartPolicy");
        return switch (policy) {
            case "OnFailure" -> exitCode != 0;
            case "Never" -> false;
            default -> true;
        };
    }

    private static boolean ruleMatches(JsonNode container, long exitCode) {
        for (JsonNode rule : container.path("restartPolicyRules")) {
            boolean listed = false;
            for (JsonNode code : rule.path("exitCodes").path("values")) {
                listed |= code.asLong() == exitCode;
            }
            String operator = Json.textOr(rule, "", "exitCodes", "operator");
            if (operator.equals(listed ? "In" : "NotIn")) {
                return true;
            }
        }
        return false;
    }

    /** Who a container runs as. */
    static void users(JsonNode status, JsonNode spec, FieldErrors errors) {
        String os = Json.textOr(spec, "linux", "os", "name");
        for (Statuses list : LISTS) {
            JsonNode statuses = status.path(list.name());
            for (int i = 0; i < statuses.size(); i++) {
                JsonNode user = statuses.get(i).path("user").path("linux");
                String at = "status." + list.name() + "[" + i + "].user.linux";
                if (user.isObject() && os.equals("windows")) {
                    errors.forbidden(at, "cannot be set for a windows pod");
                } else if (user.isObject() && os.equals("linux")) {
                    SecurityRules.id(user.path("uid"), at + ".uid", errors);
                    SecurityRules.id(user.path("gid"), at + ".gid", errors);
                    JsonNode groups = user.path("supplementalGroups");
                    for (int g = 0; g < groups.size(); g++) {
                        SecurityRules.id(groups.get(g), at + ".supplementalGroups[" + g + "]", errors);
                    }
                }
            }
        }
    }

    /** What a container was given of devices. */
    static void resources(JsonNode status, JsonNode spec, FieldErrors errors) {
        for (Statuses list : LISTS) {
            JsonNode statuses = status.path(list.name());
            for (int i = 0; i < statuses.size(); i++) {
                JsonNode one = statuses.get(i);
                JsonNode given = one.path("allocatedResourcesStatus");
                String at = "status." + list.name() + "[" + i + "].allocatedResourcesStatus";
                if (list.areEphemeral()) {
                    if (!given.isEmpty()) {
                        errors.forbidden(at, "must not be specified in container status");
                    }
                    continue;
                }
                JsonNode container = named(spec.path(list.containers()), Json.textOr(one, "", "name"));
                for (int j = 0; j < given.size(); j++) {
                    asked(Json.textOr(given.get(j), "", "name"), container, at + "[" + j + "].name", errors);
                    health(given.get(j).path("resources"), at + "[" + j + "].resources", errors);
                }
            }
        }
    }

    private static void asked(String name, JsonNode container, String path, FieldErrors errors) {
        JsonNode resources = container.path("resources");
        if (!container.isObject()) {
            return;
        }
        if (!name.startsWith("claim:")) {
            if (!resources.path("requests").has(name)) {
                errors.invalid(path, name, "must match one of the container's resource requests");
            }
            return;
        }
        for (JsonNode claim : resources.path("claims")) {
            String request = Json.textOr(claim, "", "request");
            String told = "claim:" + Json.textOr(claim, "", "name") + (request.isEmpty() ? "" : "/" + request);
            if (told.equals(name)) {
                return;
            }
        }
        errors.invalid(
                path,
                name,
                "must match one of the container's resource claims in a format 'claim:<claimName>/<request>' or"
                        + " 'claim:<claimName>' if request is empty");
    }

    private static void health(JsonNode resources, String path, FieldErrors errors) {
        Set<String> ids = new HashSet<>();
        for (int k = 0; k < resources.size(); k++) {
            String at = path + "[" + k + "]";
            String health = Json.textOr(resources.get(k), "", "health");
            if (!HEALTH.contains(health)) {
                errors.unsupported(at + ".health", health, HEALTH.toArray(String[]::new));
            }
            String message = Json.text(resources.get(k), "message");
            if (message != null && message.isEmpty()) {
                errors.required(at + ".message", "must be non-empty if specified");
            } else if (message != null && Checks.length(message) > MESSAGE_MAX) {
                errors.tooLong(at + ".message", MESSAGE_MAX);
            }
            String id = Json.textOr(resources.get(k), "", "resourceID");
            if (!ids.add(id)) {
                errors.duplicate(at + ".resourceID", id);
            }
        }
    }
}
