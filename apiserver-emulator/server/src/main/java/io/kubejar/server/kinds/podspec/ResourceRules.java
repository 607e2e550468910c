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
    /** How the names of huge pages begin; their size follows. */
    static final String HUGE = "hugepages-";

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

    /** Checks what a container asks for; the claims are those of its pod. */
    static void validate(JsonNode resources, Set<String> claims, String path, FieldErrors errors) {
        validate(resources, claims, ResourceRules::name, path, errors);
    }

    /** How the name of a resource is checked. */
    @FunctionalInterface
    interface NameRule {
        void check(String name, String path, FieldErrors errors);
    }

    /** Checks what is asked for, with names of a kind. */
    static void validate(JsonNode resources, Set<String> claims, NameRule names, String path, FieldErrors errors) {
        JsonNode limits = resources.path("limits");
        JsonNode requests = resources.path("requests");
        for (var entry : limits.properties()) {
            String name = entry.getKey();
            String at = path + ".limits[" + name + "]";
            one(name, entry.getValue(), names, at, errors);
            wholePages(name, entry.getValue(), at, errors);
        }
        for (var entry : requests.properties()) {
            String name = entry.getKey();
            String at = path + ".requests[" + name + "]";
            one(name, entry.getValue(), names, at, errors);
            atMost(name, entry.getValue(), limits.path(name), path, errors);
            wholePages(name, entry.getValue(), at, errors);
        }
        if ((hasHuge(limits) || hasHuge(requests)) && !hasComputing(limits) && !hasComputing(requests)) {
            errors.forbidden(path, "HugePages require cpu or memory");
        }
        ResourceClaimRules.references(resources.path("claims"), claims, path + ".claims", errors);
    }

    private static boolean hasHuge(JsonNode list) {
        return list.properties().stream().anyMatch(e -> e.getKey().startsWith(HUGE));
    }

    private static boolean hasComputing(JsonNode list) {
        return list.has("cpu") || list.has("memory");
    }

    private static void one(String name, JsonNode value, NameRule names, String path, FieldErrors errors) {
        names.check(name, path, errors);
        amount(name, value, path, errors);
    }

    /** Upstream: validateResourceQuantityHugePageValue. */
    private static void wholePages(String name, JsonNode value, String path, FieldErrors errors) {
        Quantity quantity = Quantity.parse(value.asText());
        if (name.startsWith(HUGE) && !isWhole(quantity, name.substring(HUGE.length()))) {
            errors.invalid(path, quantity.toString(), quantity + " is not positive integer multiple of " + name);
        }
    }

    private static boolean isWhole(Quantity quantity, String size) {
        try {
            Quantity page = Quantity.parse(size);
            boolean pageIsWhole = page.sign() > 0 && page.millis() % 1000 == 0;
            return pageIsWhole && quantity.value() % page.value() == 0;
        } catch (IllegalArgumentException noQuantity) {
            return false;
        }
    }

    /** An amount is not negative, and whole where there are no parts. Upstream: ValidateResourceQuantityValue. */
    public static void amount(String name, JsonNode value, String path, FieldErrors errors) {
        Quantity quantity = Quantity.parse(value.asText());
        Checks.nonNegativeQuantity(quantity, path, errors);
        if ((COUNTED.contains(name) || isExtended(name)) && quantity.millis() % 1000 != 0) {
            errors.invalid(path, quantity.toString(), "must be an integer");
        }
    }

    /** Checks a name as any resource may have it; gives whether it is well. Upstream: validateResourceName. */
    static boolean anyName(String name, String path, FieldErrors errors) {
        List<String> wrong = Names.qualifiedName(name);
        wrong.forEach(w -> errors.invalid(path, name, w));
        boolean known = OF_CONTAINERS.contains(name)
                || name.startsWith(HUGE)
                || COUNTED.contains(name)
                || OTHERS.contains(name)
                || name.startsWith("requests.hugepages-");
        boolean unknown = wrong.isEmpty() && !name.contains("/") && !known;
        if (unknown) {
            errors.invalid(path, name, "must be a standard resource type or fully qualified");
        }
        return wrong.isEmpty() && !unknown;
    }

    private static void name(String name, String path, FieldErrors errors) {
        anyName(name, path, errors);
        if (!name.contains("/")) {
            if (!OF_CONTAINERS.contains(name) && !name.startsWith(HUGE)) {
                errors.invalid(path, name, "must be a standard resource for containers");
            }
        } else if (!isNative(name) && !isExtended(name)) {
            errors.invalid(path, name, "doesn't follow extended resource name standard");
        }
    }

    private static void atMost(String name, JsonNode request, JsonNode limit, String path, FieldErrors errors) {
        boolean overcommit = isNative(name) && !name.startsWith(HUGE);
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
