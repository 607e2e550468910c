package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Quantity;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules of a pod's volumes. Upstream: ValidateVolumes, pkg/apis/core/validation/validation.go, v1.36. */
final class VolumeRules {
    private static final int MODE_MAX = 0777;

    /** What each kind of source must name. */
    private static final Map<String, List<String>> REQUIRED = Map.of(
            "secret", List.of("secretName"),
            "configMap", List.of("name"),
            "persistentVolumeClaim", List.of("claimName"),
            "hostPath", List.of("path"),
            "nfs", List.of("server", "path"),
            "csi", List.of("driver"));

    private static final List<String> HOST_PATHS = List.of(
            "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket");

    private VolumeRules() {}

    /** Checks volumes; gives the names of those that are well. */
    static Set<String> validate(JsonNode volumes, String path, FieldErrors errors) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < volumes.size(); i++) {
            String at = path + "[" + i + "]";
            String name = Json.textOr(volumes.get(i), "", "name");
            FieldErrors found = new FieldErrors();
            sources(volumes.get(i), at, found);
            if (name.isEmpty()) {
                found.required(at + ".name", "");
            } else {
                Checks.label(name, at + ".name", found);
            }
            if (names.contains(name)) {
                found.duplicate(at + ".name", name);
            }
            if (found.isEmpty()) {
                names.add(name);
            }
            errors.addAll(found);
        }
        return names;
    }

    private static void sources(JsonNode volume, String path, FieldErrors errors) {
        int count = 0;
        for (var entry : volume.properties()) {
            String kind = entry.getKey();
            if (kind.equals("name") || entry.getValue().isNull()) {
                continue;
            }
            count++;
            if (count > 1) {
                errors.forbidden(path + "." + kind, "may not specify more than 1 volume type");
            } else {
                source(kind, entry.getValue(), path + "." + kind, errors);
            }
        }
        if (count == 0) {
            errors.required(path, "must specify a volume type");
        }
    }

    private static void source(String kind, JsonNode source, String path, FieldErrors errors) {
        for (String field : REQUIRED.getOrDefault(kind, List.of())) {
            if (Json.textOr(source, "", field).isEmpty()) {
                errors.required(path + "." + field, "");
            }
        }
        if (kind.equals("hostPath") && !Json.textOr(source, "", "path").isEmpty()) {
            noBacksteps(Json.textOr(source, "", "path"), path + ".path", errors);
            String type = Json.textOr(source, "", "type");
            if (!HOST_PATHS.contains(type)) {
                errors.unsupported(path + ".type", type, HOST_PATHS.toArray(String[]::new));
            }
        }
        if (kind.equals("emptyDir")
                && Quantity.parse(source.path("sizeLimit").asText("0")).sign() < 0) {
            errors.forbidden(path + ".sizeLimit", "SizeLimit field must be a valid resource quantity");
        }
        JsonNode mode = source.path("defaultMode");
        if (mode.isNumber() && (mode.longValue() > MODE_MAX || mode.longValue() < 0)) {
            errors.invalid(path + ".defaultMode", mode, "must be a number between 0 and 0777 (octal), both inclusive");
        }
        if (kind.equals("secret") || kind.equals("configMap")) {
            items(source.path("items"), path + ".items", errors);
        }
    }

    private static void items(JsonNode items, String path, FieldErrors errors) {
        for (int i = 0; i < items.size(); i++) {
            String at = path + "[" + i + "]";
            if (Json.textOr(items.get(i), "", "key").isEmpty()) {
                errors.required(at + ".key", "");
            }
            String file = Json.textOr(items.get(i), "", "path");
            if (file.isEmpty()) {
                errors.required(at + ".path", "");
            } else {
                descending(file, at + ".path", errors);
            }
            JsonNode mode = items.get(i).path("mode");
            if (mode.isNumber() && (mode.longValue() > MODE_MAX || mode.longValue() < 0)) {
                errors.invalid(at + ".mode", mode, "must be a number between 0 and 0777 (octal), both inclusive");
            }
        }
    }

    /** A path is relative and leads down. Upstream: validateLocalDescendingPath. */
    static void descending(String file, String path, FieldErrors errors) {
        if (file.startsWith("/")) {
            errors.invalid(path, file, "must be a relative path");
        }
        noBacksteps(file, path, errors);
    }

    private static void noBacksteps(String file, String path, FieldErrors errors) {
        if (List.of(file.split("/", -1)).contains("..")) {
            errors.invalid(path, file, "must not contain '..'");
        }
    }
}
