package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Quantity;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.Names;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules of a pod's volumes. Upstream: ValidateVolumes, pkg/apis/core/validation/validation.go, v1.36. */
final class VolumeRules {
    private static final int MODE_MAX = 0777;

    /** The sources in the order in which they are looked at. Upstream: validateVolumeSource. */
    private static final List<String> KINDS = List.of(
            "emptyDir",
            "hostPath",
            "gitRepo",
            "gcePersistentDisk",
            "awsElasticBlockStore",
            "secret",
            "nfs",
            "iscsi",
            "glusterfs",
            "flocker",
            "persistentVolumeClaim",
            "rbd",
            "cinder",
            "cephfs",
            "quobyte",
            "downwardAPI",
            "fc",
            "flexVolume",
            "configMap",
            "azureFile",
            "vsphereVolume",
            "photonPersistentDisk",
            "portworxVolume",
            "azureDisk",
            "storageos",
            "projected",
            "scaleIO",
            "csi",
            "ephemeral",
            "image");

    private static final List<String> HOST_PATHS = List.of(
            "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket");

    private VolumeRules() {}

    /** Checks volumes; gives those that are well by name. The pod's own name is "" in a template. */
    static Map<String, JsonNode> validate(
            JsonNode volumes, String podName, boolean pod, String path, FieldErrors errors) {
        Map<String, JsonNode> named = new HashMap<>();
        Set<String> made = new HashSet<>();
        volumes.forEach(volume -> {
            if (!podName.isEmpty() && volume.hasNonNull("ephemeral")) {
                made.add(podName + "-" + Json.textOr(volume, "", "name"));
            }
        });
        for (int i = 0; i < volumes.size(); i++) {
            String at = path + "[" + i + "]";
            String name = Json.textOr(volumes.get(i), "", "name");
            FieldErrors found = new FieldErrors();
            sources(volumes.get(i), podName, pod, at, found);
            if (name.isEmpty()) {
                found.required(at + ".name", "");
            } else {
                Checks.label(name, at + ".name", found);
            }
            if (named.containsKey(name)) {
                found.duplicate(at + ".name", name);
            }
            if (found.isEmpty()) {
                named.put(name, volumes.get(i));
            }
            errors.addAll(found);
            String claim = Json.textOr(volumes.get(i), "", "persistentVolumeClaim", "claimName");
            if (made.contains(claim)) {
                errors.invalid(
                        at + ".persistentVolumeClaim.claimName",
                        claim,
                        "must not reference a PVC that gets created for an ephemeral volume");
            }
        }
        return named;
    }

    private static void sources(JsonNode volume, String podName, boolean pod, String path, FieldErrors errors) {
        String name = Json.textOr(volume, "", "name");
        boolean first = true;
        for (String kind : KINDS) {
            JsonNode source = volume.path(kind);
            if (!source.isObject()) {
                continue;
            }
            if (first) {
                source(kind, source, pod, path, errors);
            } else {
                errors.forbidden(path + "." + told(kind), "may not specify more than 1 volume type");
            }
            if (kind.equals("iscsi")) {
                DiskRules.iscsiName(source, name, path + ".name", errors);
            }
            if (kind.equals("ephemeral") && first && !podName.isEmpty() && !name.isEmpty()) {
                String claim = podName + "-" + name;
                Names.subdomain(claim)
                        .forEach(w -> errors.invalid(
                                path + ".name", name, "PVC name " + FieldErrors.quote(claim) + ": " + w));
            }
            first = false;
        }
        if (first) {
            errors.required(path, "must specify a volume type");
        }
    }

    /** Two kinds have other names where they come second. */
    private static String told(String kind) {
        return switch (kind) {
            case "cephfs" -> "cephFS";
            case "downwardAPI" -> "downwarAPI";
            default -> kind;
        };
    }

    private static void source(String kind, JsonNode source, boolean pod, String volume, FieldErrors errors) {
        String path = volume + "." + kind;
        switch (kind) {
            case "emptyDir" -> {
                if (source.hasNonNull("sizeLimit")
                        && Quantity.parse(source.path("sizeLimit").asText()).sign() < 0) {
                    errors.forbidden(path + ".sizeLimit", "SizeLimit field must be a valid resource quantity");
                }
            }
            case "hostPath" -> hostPath(source, path, errors);
            case "secret" -> files(source, "secretName", path, errors);
            case "configMap" -> files(source, "name", path, errors);
            case "persistentVolumeClaim" -> required(source, path, errors, "claimName");
            case "downwardAPI" -> {
                mode(source, "defaultMode", path, errors);
                source.path("items").forEach(item -> DownwardRules.file(item, path, errors));
            }
            case "projected" -> ProjectedRules.validate(source, path, errors);
            case "ephemeral" -> ClaimTemplateRules.validate(source, path, errors);
            case "image" -> {
                if (pod) {
                    required(source, path, errors, "reference");
                }
                Checks.oneOf(source, "pullPolicy", path, errors, "Always", "IfNotPresent", "Never");
            }
            default -> DiskRules.validate(kind, source, volume, errors);
        }
    }

    private static void hostPath(JsonNode source, String path, FieldErrors errors) {
        String place = Json.textOr(source, "", "path");
        if (place.isEmpty()) {
            errors.required(path + ".path", "");
            return;
        }
        PathRules.noBacksteps(place, path + ".path", errors);
        String type = Json.textOr(source, "", "type");
        if (!HOST_PATHS.contains(type)) {
            errors.unsupported(path + ".type", type, HOST_PATHS.toArray(String[]::new));
        }
    }

    private static void files(JsonNode source, String name, String path, FieldErrors errors) {
        required(source, path, errors, name);
        mode(source, "defaultMode", path, errors);
        JsonNode items = source.path("items");
        for (int i = 0; i < items.size(); i++) {
            item(items.get(i), path + ".items[" + i + "]", errors);
        }
    }

    /** Checks where a key goes. Upstream: validateKeyToPath. */
    static void item(JsonNode item, String path, FieldErrors errors) {
        required(item, path, errors, "key", "path");
        PathRules.unreserved(Json.textOr(item, "", "path"), path + ".path", errors);
        mode(item, "mode", path, errors);
    }

    /** The mode of a file, where there is one, has nothing but permissions. */
    static void mode(JsonNode holder, String field, String path, FieldErrors errors) {
        JsonNode mode = holder.path(field);
        if (mode.isNumber() && (mode.longValue() > MODE_MAX || mode.longValue() < 0)) {
            errors.invalid(path + "." + field, mode, "must be a number between 0 and 0777 (octal), both inclusive");
        }
    }

    /** Each of the fields says something. */
    static void required(JsonNode holder, String path, FieldErrors errors, String... fields) {
        for (String field : fields) {
            if (Json.textOr(holder, "", field).isEmpty()) {
                errors.required(path + "." + field, "");
            }
        }
    }
}
