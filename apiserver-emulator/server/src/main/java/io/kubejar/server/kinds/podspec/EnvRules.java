package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import java.util.List;

/** The rules of a container's environment. Upstream: ValidateEnv and ValidateEnvFrom, pkg/apis/core/validation, v1.36. */
final class EnvRules {
    private static final List<String> SOURCES =
            List.of("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef");

    /** What a variable may take from its pod. */
    private static final List<String> FIELDS = List.of(
            "metadata.name",
            "metadata.namespace",
            "metadata.uid",
            "spec.nodeName",
            "spec.serviceAccountName",
            "status.hostIP",
            "status.hostIPs",
            "status.podIP",
            "status.podIPs");

    /** What is a known field but nothing for a variable. */
    private static final List<String> OTHER_FIELDS = List.of(
            "metadata.annotations", "metadata.labels", "spec.restartPolicy", "spec.schedulerName", "status.phase");

    private EnvRules() {}

    static void validate(JsonNode container, String path, FieldErrors errors) {
        JsonNode env = container.path("env");
        for (int i = 0; i < env.size(); i++) {
            variable(env.get(i), path + ".env[" + i + "]", errors);
        }
        JsonNode from = container.path("envFrom");
        for (int i = 0; i < from.size(); i++) {
            from(from.get(i), path + ".envFrom", i, errors);
        }
    }

    private static void variable(JsonNode variable, String path, FieldErrors errors) {
        String name = Json.textOr(variable, "", "name");
        if (name.isEmpty()) {
            errors.required(path + ".name", "");
        } else {
            name(name, path + ".name", errors);
        }
        if (!variable.path("valueFrom").isObject()) {
            return;
        }
        JsonNode from = variable.path("valueFrom");
        String at = path + ".valueFrom";
        int count = 0;
        for (String source : SOURCES) {
            if (from.path(source).isObject()) {
                count++;
                source(source, from.path(source), at + "." + source, errors);
            }
        }
        if (count == 0) {
            errors.invalid(
                    at,
                    "",
                    "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or"
                            + " `fileKeyRef`");
        } else if (!Json.textOr(variable, "", "value").isEmpty()) {
            errors.invalid(at, "", "may not be specified when `value` is not empty");
        } else if (count > 1) {
            errors.invalid(at, "", "may not have more than one field specified at a time");
        }
    }

    private static void name(String name, String path, FieldErrors errors) {
        if (!name.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '=')) {
            errors.invalid(
                    path,
                    name,
                    "a valid environment variable name must consist only of printable ASCII characters other than"
                            + " '='");
        }
    }

    private static void source(String kind, JsonNode source, String path, FieldErrors errors) {
        switch (kind) {
            case "fieldRef" -> field(source, path, errors);
            case "configMapKeyRef", "secretKeyRef" -> {
                Checks.subdomain(Json.textOr(source, "", "name"), path + ".name", errors);
                String key = Json.textOr(source, "", "key");
                if (key.isEmpty()) {
                    errors.required(path + ".key", "");
                } else {
                    Checks.key(key).forEach(w -> errors.invalid(path + ".key", key, w));
                }
            }
            case "resourceFieldRef" -> {
                if (Json.textOr(source, "", "resource").isEmpty()) {
                    errors.required(path + ".resource", "");
                }
            }
            default -> {
                // A key of a file is checked where the file is read.
            }
        }
    }

    /** Upstream: validateObjectFieldSelector, ConvertDownwardAPIFieldLabel. */
    private static void field(JsonNode source, String path, FieldErrors errors) {
        String field = Json.textOr(source, "", "fieldPath");
        int open = field.indexOf('[');
        String base = open > 0 && field.endsWith("]") ? field.substring(0, open) : field;
        if (field.isEmpty()) {
            errors.required(path + ".fieldPath", "");
        } else if (!base.equals(field)) {
            String subscript = field.substring(open + 1, field.length() - 1);
            String key = subscript.length() > 1 && subscript.startsWith("'") && subscript.endsWith("'")
                    ? subscript.substring(1, subscript.length() - 1)
                    : subscript;
            if (base.equals("metadata.annotations") || base.equals("metadata.labels")) {
                Checks.qualified(
                        base.endsWith("annotations") ? key.toLowerCase(java.util.Locale.ROOT) : key, path, errors);
            } else {
                unknown(field, path, errors);
            }
        } else if (OTHER_FIELDS.contains(field)) {
            errors.unsupported(path + ".fieldPath", field, FIELDS.toArray(String[]::new));
        } else if (!FIELDS.contains(field)) {
            unknown(field, path, errors);
        }
    }

    private static void unknown(String field, String path, FieldErrors errors) {
        errors.invalid(path + ".fieldPath", field, "error converting fieldPath: field label not supported: " + field);
    }

    private static void from(JsonNode source, String path, int index, FieldErrors errors) {
        name(Json.textOr(source, "", "prefix"), path + "[" + index + "].prefix", errors);
        int count = 0;
        for (String kind : List.of("configMapRef", "secretRef")) {
            if (source.path(kind).isObject()) {
                count++;
                String at = path + "[" + index + "]." + kind + ".name";
                Checks.subdomain(Json.textOr(source.path(kind), "", "name"), at, errors);
            }
        }
        if (count == 0) {
            errors.invalid(path, "", "must specify one of: `configMapRef` or `secretRef`");
        } else if (count > 1) {
            errors.invalid(path, "", "may not have more than one field specified at a time");
        }
    }
}
