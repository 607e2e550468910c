package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.FieldErrors;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of how a container takes volumes. Upstream: ValidateVolumeMounts and ValidateVolumeDevices,
 * pkg/apis/core/validation/validation.go, v1.36.
 */
final class MountRules {
    private MountRules() {}

    static void validate(JsonNode container, Map<String, JsonNode> volumes, String path, FieldErrors errors) {
        Map<String, String> devices = places(container.path("volumeDevices"), "devicePath");
        Map<String, String> mounts = places(container.path("volumeMounts"), "mountPath");
        boolean privileged = Json.isTrue(container, "securityContext", "privileged");
        mounts(container.path("volumeMounts"), devices, volumes, privileged, path + ".volumeMounts", errors);
        devices(container.path("volumeDevices"), mounts, volumes, path + ".volumeDevices", errors);
    }

    private static Map<String, String> places(JsonNode list, String field) {
        Map<String, String> out = new HashMap<>();
        list.forEach(item -> out.put(Json.textOr(item, "", "name"), Json.textOr(item, "", field)));
        return out;
    }

    private static void mounts(
            JsonNode mounts,
            Map<String, String> devices,
            Map<String, JsonNode> volumes,
            boolean privileged,
            String path,
            FieldErrors errors) {
        Set<String> points = new HashSet<>();
        for (int i = 0; i < mounts.size(); i++) {
            String at = path + "[" + i + "]";
            String name = Json.textOr(mounts.get(i), "", "name");
            if (name.isEmpty()) {
                errors.required(at + ".name", "");
            }
            if (!volumes.containsKey(name)) {
                errors.notFound(at + ".name", name);
            }
            String point = Json.textOr(mounts.get(i), "", "mountPath");
            if (point.isEmpty()) {
                errors.required(at + ".mountPath", "");
            }
            if (!points.add(point)) {
                errors.invalid(at + ".mountPath", point, "must be unique");
            }
            if (devices.containsKey(name)) {
                errors.invalid(at + ".name", name, "must not already exist in volumeDevices");
            }
            if (devices.containsValue(point)) {
                errors.invalid(at + ".mountPath", point, "must not already exist as a path in volumeDevices");
            }
            below(mounts.get(i), path, at, errors);
            propagation(mounts.get(i), privileged, path + ".mountPropagation", errors);
            recursive(mounts.get(i), path + ".recursiveReadOnly", errors);
        }
    }

    /** What is wrong with a path within the volume is told at the list's place. */
    private static void below(JsonNode mount, String list, String path, FieldErrors errors) {
        String sub = Json.textOr(mount, "", "subPath");
        PathRules.descending(sub, list + ".subPath", errors);
        String expression = Json.textOr(mount, "", "subPathExpr");
        if (!expression.isEmpty() && !sub.isEmpty()) {
            errors.invalid(path + ".subPathExpr", expression, "subPathExpr and subPath are mutually exclusive");
        }
        PathRules.descending(expression, list + ".subPathExpr", errors);
    }

    private static void propagation(JsonNode mount, boolean privileged, String path, FieldErrors errors) {
        String propagation = Json.text(mount, "mountPropagation");
        if (propagation == null) {
            return;
        }
        switch (propagation) {
            case "HostToContainer", "None" -> {
                // Anybody may have these.
            }
            case "Bidirectional" -> {
                if (!privileged) {
                    errors.forbidden(
                            path, "Bidirectional mount propagation is available only to privileged containers");
                }
            }
            default -> errors.unsupported(path, propagation, "Bidirectional", "HostToContainer", "None");
        }
    }

    private static void recursive(JsonNode mount, String path, FieldErrors errors) {
        String recursive = Json.text(mount, "recursiveReadOnly");
        if (recursive == null) {
            return;
        }
        switch (recursive) {
            case "Disabled" -> {
                // As if nothing were said.
            }
            case "Enabled", "IfPossible" -> {
                if (!Json.isTrue(mount, "readOnly")) {
                    errors.forbidden(path, "may only be specified when readOnly is true");
                }
                if (!Json.textOr(mount, "None", "mountPropagation").equals("None")) {
                    errors.forbidden(path, "may only be specified when mountPropagation is None or not specified");
                }
            }
            default -> errors.unsupported(path, recursive, "Disabled", "Enabled", "IfPossible");
        }
    }

    private static void devices(
            JsonNode devices,
            Map<String, String> mounts,
            Map<String, JsonNode> volumes,
            String path,
            FieldErrors errors) {
        Set<String> names = new HashSet<>();
        Set<String> places = new HashSet<>();
        for (int i = 0; i < devices.size(); i++) {
            String at = path + "[" + i + "]";
            String name = Json.textOr(devices.get(i), "", "name");
            if (name.isEmpty()) {
                errors.required(at + ".name", "");
            }
            if (!name.isEmpty() && !names.add(name)) {
                errors.invalid(at + ".name", name, "must be unique");
            }
            block(volumes.get(name), name, at, errors);
            place(Json.textOr(devices.get(i), "", "devicePath"), places, at + ".devicePath", errors);
            if (mounts.containsKey(name)) {
                errors.invalid(at + ".name", name, "must not already exist in volumeMounts");
            }
            String place = Json.textOr(devices.get(i), "", "devicePath");
            if (mounts.containsValue(place)) {
                errors.invalid(at + ".devicePath", place, "must not already exist as a path in volumeMounts");
            }
        }
    }

    private static void block(@Nullable JsonNode volume, String name, String path, FieldErrors errors) {
        if (volume == null) {
            errors.notFound(path + ".name", name);
        } else if (!volume.hasNonNull("persistentVolumeClaim") && !volume.hasNonNull("ephemeral")) {
            errors.invalid(
                    path + ".name",
                    name,
                    "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode");
        }
    }

    private static void place(String place, Set<String> seen, String path, FieldErrors errors) {
        if (place.isEmpty()) {
            errors.required(path, "");
        }
        if (seen.contains(place)) {
            errors.invalid(path, place, "must be unique");
        }
        if (PathRules.hasBacksteps(place)) {
            errors.invalid(path, place, "can not contain backsteps ('..')");
        } else {
            seen.add(place);
        }
    }
}
