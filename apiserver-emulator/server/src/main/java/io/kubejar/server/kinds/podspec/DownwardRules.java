package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Quantity;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import java.util.List;
import java.util.Locale;

/**
 * The rules of what a container learns about its pod. Upstream: validateObjectFieldSelector,
 * validateContainerResourceFieldSelector and validateDownwardAPIVolumeFile, pkg/apis/core/validation/validation.go, and
 * ConvertDownwardAPIFieldLabel, pkg/apis/core/pods, v1.36.
 */
final class DownwardRules {
    /** The fields that a variable may have. */
    static final List<String> OF_VARIABLES = List.of(
            "metadata.name",
            "metadata.namespace",
            "metadata.uid",
            "spec.nodeName",
            "spec.serviceAccountName",
            "status.hostIP",
            "status.hostIPs",
            "status.podIP",
            "status.podIPs");

    private static final List<String> OF_FILES =
            List.of("metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid");

    /** Known fields that neither of them may have. */
    private static final List<String> OTHERS = List.of("spec.restartPolicy", "spec.schedulerName", "status.phase");

    private static final List<String> RESOURCES = List.of(
            "limits.cpu",
            "limits.ephemeral-storage",
            "limits.memory",
            "requests.cpu",
            "requests.ephemeral-storage",
            "requests.memory");

    private static final List<String> CPU_DIVISORS = List.of("1m", "1");
    private static final List<String> SIZE_DIVISORS =
            List.of("1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei");

    private DownwardRules() {}

    /** Checks a reference to a field. */
    static void field(JsonNode source, List<String> allowed, String path, FieldErrors errors) {
        String version = Json.textOr(source, "", "apiVersion");
        String field = Json.textOr(source, "", "fieldPath");
        int open = field.indexOf("['");
        if (version.isEmpty()) {
            errors.required(path + ".apiVersion", "");
        } else if (field.isEmpty()) {
            errors.required(path + ".fieldPath", "");
        } else if (!version.equals("v1")) {
            unknown(field, "unsupported pod version: " + version, path, errors);
        } else if (open > 0 && field.endsWith("']") && field.length() >= open + 4) {
            subscripted(field, field.substring(0, open), field.substring(open + 2, field.length() - 2), path, errors);
        } else {
            String shown = field.equals("spec.host") ? "spec.nodeName" : field;
            boolean known = OF_VARIABLES.contains(shown) || OF_FILES.contains(shown) || OTHERS.contains(shown);
            if (!known) {
                unknown(field, "field label not supported: " + field, path, errors);
            } else if (!allowed.contains(shown)) {
                errors.unsupported(path + ".fieldPath", shown, allowed.toArray(String[]::new));
            }
        }
    }

    private static void subscripted(String field, String base, String key, String path, FieldErrors errors) {
        switch (base) {
            case "metadata.annotations" -> Checks.qualified(key.toLowerCase(Locale.ROOT), path, errors);
            case "metadata.labels" -> Checks.qualified(key, path, errors);
            default -> unknown(field, "field label does not support subscript: " + field, path, errors);
        }
    }

    private static void unknown(String field, String why, String path, FieldErrors errors) {
        errors.invalid(path + ".fieldPath", field, "error converting fieldPath: " + why);
    }

    /** Checks a reference to a resource; a file must name the container. */
    static void resource(JsonNode source, boolean file, String path, FieldErrors errors) {
        String resource = Json.textOr(source, "", "resource");
        if (file && Json.textOr(source, "", "containerName").isEmpty()) {
            errors.required(path + ".containerName", "");
        } else if (resource.isEmpty()) {
            errors.required(path + ".resource", "");
        } else if (!RESOURCES.contains(resource) && !isHuge(resource)) {
            errors.unsupported(path + ".resource", resource, RESOURCES.toArray(String[]::new));
        }
        if (source.hasNonNull("divisor")) {
            divisor(resource, Quantity.parse(source.path("divisor").asText()), path + ".divisor", errors);
        }
    }

    private static boolean isHuge(String resource) {
        return resource.startsWith("requests.hugepages-") || resource.startsWith("limits.hugepages-");
    }

    private static void divisor(String resource, Quantity divisor, String path, FieldErrors errors) {
        String kind = isHuge(resource) ? "hugepages" : resource.substring(resource.indexOf('.') + 1);
        String named = kind.equals("ephemeral-storage") ? "local ephemeral storage" : kind;
        if (divisor.sign() == 0 || !(isHuge(resource) || RESOURCES.contains(resource))) {
            return;
        }
        if (kind.equals("cpu")) {
            if (!CPU_DIVISORS.contains(divisor.toString())) {
                errors.invalid(path, resource, "only divisor's values 1m and 1 are supported with the cpu resource");
            }
        } else if (!SIZE_DIVISORS.contains(divisor.toString())) {
            errors.invalid(
                    path,
                    resource,
                    "only divisor's values " + String.join(", ", SIZE_DIVISORS) + " are supported with the " + named
                            + " resource");
        }
    }

    /** Checks a file of a volume; what is wrong with one is told at its volume's place. */
    static void file(JsonNode file, String path, FieldErrors errors) {
        String name = Json.textOr(file, "", "path");
        if (name.isEmpty()) {
            errors.required(path + ".path", "");
        }
        PathRules.unreserved(name, path + ".path", errors);
        boolean resource = file.path("resourceFieldRef").isObject();
        if (file.path("fieldRef").isObject()) {
            field(file.path("fieldRef"), OF_FILES, path + ".fieldRef", errors);
            if (resource) {
                errors.invalid(path, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously");
            }
        } else if (resource) {
            resource(file.path("resourceFieldRef"), true, path + ".resourceFieldRef", errors);
        } else {
            errors.required(path, "one of fieldRef and resourceFieldRef is required");
        }
        VolumeRules.mode(file, "mode", path, errors);
    }
}
