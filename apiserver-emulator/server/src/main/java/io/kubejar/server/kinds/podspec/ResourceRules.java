package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Quantity;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.Names;
import java.util.List;
import java.util.Set;

/**
 * The rules of what a container asks for. Upstream: validateResourceRequirements, pkg/apis/core/validation, and
 * pkg/apis/core/helper, v1.36.
 */
public final class ResourceRules {
    private static final Set<String> OF_CONTAINERS = Set.of("cpu", "memory", "ephemeral-storage");
    private static final Set<String> COUNTED = Set.of(
            "pods",
            "services",
            "resourcequotas",
            "replicationcontrollers",
            "secrets",
            "configmaps",
            "persistentvolumeclaims",
            "services.nodeports",
            "services.loadbalancers");
    private static final Set<String> OTHERS = Set.of(
            "storage",
            "requests.cpu",
            "requests.memory",
            "requests.storage",
            "requests.ephemeral-storage",
            "limits.cpu",
            "limits.memory",
            "limits.ephemeral-storage");

    private ResourceRules() {}

    static void validate(JsonNode resources, String path, FieldErrors errors) {
        JsonNode limits = resources.path("limits");
        limits.properties().forEach(e -> one(e.getKey(), e.getValue(), path + ".limits[" + e.getKey() + "]", errors));
        for (var entry : resources.path("requests").properties()) {
            String name = entry.getKey();
            one(name, entry.getValue(), path + ".requests[" + name + "]", errors);
            atMost(name, entry.getValue(), limits.path(name), path, errors);
        }
    }

    private static void one(String name, JsonNode value, String path, FieldErrors errors) {
        name(name, path, errors);
        amount(name, value, path, errors);
    }

    /** An amount is not negative, and whole where there are no parts. Upstream: ValidateResourceQuantityValue. */
    public static void amount(String name, JsonNode value, String path, FieldErrors errors) {
        Quantity quantity = Quantity.parse(value.asText());
        Checks.nonNegativeQuantity(quantity, path, errors);
        if ((COUNTED.contains(name) || isExtended(name)) && quantity.millis() % 1000 != 0) {
            errors.invalid(path, quantity.toString(), "must be an integer");
        }
    }

    private static void name(String name, String path, FieldErrors errors) {
        List<String> wrong = Names.qualifiedName(name);
        wrong.forEach(w -> errors.invalid(path, name, w));
        boolean plain = !name.contains("/");
        boolean huge = name.startsWith("hugepages-");
        boolean ofContainers = OF_CONTAINERS.contains(name) || huge;
        boolean known = ofContainers
                || COUNTED.contains(name)
                || OTHERS.contains(name)
                || name.startsWith("requests.hugepages-");
        if (wrong.isEmpty() && plain && !known) {
            errors.invalid(path, name, "must be a standard resource type or fully qualified");
        }
        if (plain && !ofContainers) {
            errors.invalid(path, name, "must be a standard resource for containers");
        } else if (!plain && !isNative(name) && !isExtended(name)) {
            errors.invalid(path, name, "doesn't follow extended resource name standard");
        }
    }

    private static void atMost(String name, JsonNode request, JsonNode limit, String path, FieldErrors errors) {
        boolean overcommit = isNative(name) && !name.startsWith("hugepages-");
        if (limit.isMissingNode()) {
            if (!overcommit) {
                errors.required(path + ".limits", "Limit must be set for non overcommitable resources");
            }
            return;
        }
        Quantity wanted = Quantity.parse(request.asText());
        Quantity most = Quantity.parse(limit.asText());
        int order = wanted.compareTo(most);
        if (order != 0 && !overcommit) {
            errors.invalid(path + ".requests", wanted.toString(), "must be equal to " + name + " limit of " + most);
        } else if (order > 0) {
            errors.invalid(
                    path + ".requests",
                    wanted.toString(),
                    "must be less than or equal to " + name + " limit of " + most);
        }
    }

    private static boolean isNative(String name) {
        return !name.contains("/") || name.contains("kubernetes.io/");
    }

    private static boolean isExtended(String name) {
        return !isNative(name)
                && !name.startsWith("requests.")
                && Names.qualifiedName("requests." + name).isEmpty();
    }
}
