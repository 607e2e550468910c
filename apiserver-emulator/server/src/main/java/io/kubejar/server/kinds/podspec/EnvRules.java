package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.Names;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rules of a container's environment. Upstream: ValidateEnv and ValidateEnvFrom, pkg/apis/core/validation, v1.36. */
final class EnvRules {
    private static final List<String> SOURCES =
            List.of("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef");

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
            case "fieldRef" -> DownwardRules.field(source, DownwardRules.OF_VARIABLES, path, errors);
            case "resourceFieldRef" -> DownwardRules.resource(source, false, path, errors);
            case "configMapKeyRef", "secretKeyRef" -> {
                Checks.subdomain(Json.textOr(source, "", "name"), path + ".name", errors);
                String key = Json.textOr(source, "", "key");
                if (key.isEmpty()) {
                    errors.required(path + ".key", "");
                } else {
                    Checks.key(key).forEach(w -> errors.invalid(path + ".key", key, w));
                }
            }
            default -> file(source, path, errors);
        }
    }

    /** Upstream: validateFileKeySelector. */
    private static void file(JsonNode source, String path, FieldErrors errors) {
        String key = Json.textOr(source, "", "key");
        if (key.isEmpty()) {
            errors.required(path + ".key", "");
        } else {
            name(key, path + ".key", errors);
        }
        String volume = Json.textOr(source, "", "volumeName");
        if (volume.isEmpty()) {
            errors.required(path + ".volumeName", "");
        } else {
            Checks.label(volume, path + ".volumeName", errors);
        }
        String file = Json.textOr(source, "", "path");
        if (file.isEmpty()) {
            errors.required(path + ".path", "");
        } else {
            PathRules.noBacksteps(file, path + ".path", errors);
        }
    }

    /** The files of variables lie in empty directories of the pod. Upstream: validateFileKeyRefVolumes. */
    static void files(JsonNode spec, String path, FieldErrors errors) {
        Map<String, JsonNode> volumes = new HashMap<>();
        spec.path("volumes").forEach(volume -> volumes.put(Json.textOr(volume, "", "name"), volume));
        PodScope.visit(spec, path, (container, at) -> {
            JsonNode env = container.path("env");
            for (int i = 0; i < env.size(); i++) {
                JsonNode file = env.get(i).path("valueFrom").path("fileKeyRef");
                String name = Json.textOr(file, "", "volumeName");
                String place = at + ".env[" + i + "].valueFrom.fileKeyRef.volumeName";
                JsonNode volume = volumes.get(name);
                if (!file.isObject()) {
                    continue;
                }
                if (volume == null) {
                    errors.notFound(place, name);
                } else if (!volume.hasNonNull("emptyDir")) {
                    errors.invalid(place, name, "referenced volume must be of type emptyDir");
                }
            }
        });
    }

    private static void from(JsonNode source, String path, int index, FieldErrors errors) {
        name(Json.textOr(source, "", "prefix"), path + "[" + index + "].prefix", errors);
        int count = 0;
        for (String kind : List.of("configMapRef", "secretRef")) {
            if (source.path(kind).isObject()) {
                count++;
                String at = path + "[" + index + "]." + kind + ".name";
                String name = Json.textOr(source.path(kind), "", "name");
                if (name.isEmpty()) {
                    errors.required(at, "");
                } else { // checked as if it were the begin of a generated name
                    boolean begins = name.length() > 1 && name.endsWith("-");
                    String whole = begins ? name.substring(0, name.length() - 2) + "a" : name;
                    Names.subdomain(whole).forEach(w -> errors.invalid(at, name, w));
                }
            }
        }
        if (count == 0) {
            errors.invalid(path, "", "must specify one of: `configMapRef` or `secretRef`");
        } else if (count > 1) {
            errors.invalid(path, "", "may not have more than one field specified at a time");
        }
    }
}
