package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.Names;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The rules of volumes that lie outside the cluster. Upstream: validateISCSIVolumeSource, validateFCVolumeSource,
 * validateAzureDisk and others of pkg/apis/core/validation/validation.go, v1.36.
 */
final class DiskRules {
    private static final int BYTE_MAX = 255;
    private static final int DRIVER_MAX = 63;
    private static final int ISCSI_NAME_MAX = 64;
    private static final Pattern IQN = Pattern.compile("iqn\\.\\d{4}-\\d{2}\\.([\\p{Alnum}\\-.]+)(:[^,;*&$|\\s]+)$");
    private static final Pattern EUI = Pattern.compile("eui.\\p{Alnum}{16}");
    private static final Pattern NAA = Pattern.compile("naa.\\p{Alnum}{32}");

    private DiskRules() {}

    /** Checks a source; {@code volume} is the path of what holds it. */
    static void validate(String kind, JsonNode source, String volume, FieldErrors errors) {
        String path = volume + "." + kind;
        switch (kind) {
            case "gitRepo" -> {
                VolumeRules.required(source, path, errors, "repository");
                PathRules.descending(Json.textOr(source, "", "directory"), path + ".directory", errors);
            }
            case "gcePersistentDisk" -> disk(source, "pdName", volume + ".persistentDisk", errors);
            case "awsElasticBlockStore" -> disk(source, "volumeID", path, errors);
            case "nfs" -> {
                VolumeRules.required(source, path, errors, "server", "path");
                String place = Json.textOr(source, "", "path");
                if (!place.startsWith("/")) {
                    errors.invalid(path + ".path", place, "must be an absolute path");
                }
            }
            case "iscsi" -> iscsi(source, path, errors);
            case "glusterfs" -> VolumeRules.required(source, path, errors, "endpoints", "path");
            case "flocker" -> flocker(source, path, errors);
            case "rbd" -> {
                monitors(source, path, errors);
                VolumeRules.required(source, path, errors, "image");
            }
            case "cinder" -> {
                VolumeRules.required(source, path, errors, "volumeID");
                secret(source, "secretRef", path, errors);
            }
            case "cephfs" -> monitors(source, path, errors);
            case "fc" -> fibreChannel(source, path, errors);
            case "azureFile" -> VolumeRules.required(source, path, errors, "secretName", "shareName");
            case "vsphereVolume" -> VolumeRules.required(source, path, errors, "volumePath");
            case "photonPersistentDisk" -> VolumeRules.required(source, path, errors, "pdID");
            case "portworxVolume" -> VolumeRules.required(source, path, errors, "volumeID");
            case "scaleIO" -> VolumeRules.required(source, path, errors, "gateway", "system", "volumeName");
            case "csi" -> csi(source, path, errors);
            default -> DriverRules.validate(kind, source, path, errors);
        }
    }

    private static void disk(JsonNode source, String name, String path, FieldErrors errors) {
        VolumeRules.required(source, path, errors, name);
        long partition = Json.number(source, 0, "partition");
        if (partition < 0 || partition > BYTE_MAX) {
            errors.invalid(path + ".partition", partition, "must be between 1 and 255, inclusive");
        }
    }

    private static void monitors(JsonNode source, String path, FieldErrors errors) {
        if (source.path("monitors").isEmpty()) {
            errors.required(path + ".monitors", "");
        }
    }

    /** A secret that is referred to has a name. */
    static void secret(JsonNode source, String field, String path, FieldErrors errors) {
        if (source.path(field).isObject()) {
            VolumeRules.required(source.path(field), path + "." + field, errors, "name");
        }
    }

    private static void lun(JsonNode lun, String path, FieldErrors errors) {
        if (lun.longValue() < 0 || lun.longValue() > BYTE_MAX) {
            errors.invalid(path + ".lun", lun.longValue(), "must be between 0 and 255, inclusive");
        }
    }

    private static void iscsi(JsonNode source, String path, FieldErrors errors) {
        VolumeRules.required(source, path, errors, "targetPortal", "iqn");
        String iqn = Json.textOr(source, "", "iqn");
        if (!iqn.isEmpty()) {
            qualified(iqn, path + ".iqn", errors);
        }
        lun(source.path("lun"), path, errors);
        boolean chap = Json.isTrue(source, "chapAuthDiscovery") || Json.isTrue(source, "chapAuthSession");
        if (chap && !source.path("secretRef").isObject()) {
            errors.required(path + ".secretRef", "");
        }
        String initiator = Json.text(source, "initiatorName");
        if (initiator != null) {
            qualified(initiator, path + ".initiatorname", errors);
        }
    }

    private static void qualified(String name, String path, FieldErrors errors) {
        String kind = name.length() < 3 ? "" : name.substring(0, 3);
        if (!List.of("iqn", "eui", "naa").contains(kind)) {
            errors.invalid(path, name, "must be valid format starting with iqn, eui, or naa");
            return;
        }
        boolean well = kind.equals("iqn")
                ? IQN.matcher(name).find()
                : (kind.equals("eui") ? EUI : NAA).matcher(name).matches();
        if (!well) {
            errors.invalid(path, name, "must be valid format");
        }
    }

    /** A volume's name, where it becomes part of an initiator's, is short. */
    static void iscsiName(JsonNode source, String name, String path, FieldErrors errors) {
        String whole = name + ":" + Json.textOr(source, "", "targetPortal");
        if (source.hasNonNull("initiatorName") && Checks.length(whole) > ISCSI_NAME_MAX) {
            errors.invalid(
                    path,
                    name,
                    "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if"
                            + " iscsi.initiatorName is specified.");
        }
    }

    private static void flocker(JsonNode source, String path, FieldErrors errors) {
        String name = Json.textOr(source, "", "datasetName");
        boolean id = !Json.textOr(source, "", "datasetUUID").isEmpty();
        if (name.isEmpty() && !id) {
            errors.required(path, "one of datasetName and datasetUUID is required");
        }
        if (!name.isEmpty() && id) {
            errors.invalid(path, "resource", "datasetName and datasetUUID can not be specified simultaneously");
        }
        if (name.contains("/")) {
            errors.invalid(path + ".datasetName", name, "must not contain '/'");
        }
    }

    private static void fibreChannel(JsonNode source, String path, FieldErrors errors) {
        boolean names = !source.path("targetWWNs").isEmpty();
        boolean ids = !source.path("wwids").isEmpty();
        String at = path + ".targetWWNs";
        if (!names && !ids) {
            errors.required(at, "must specify either targetWWNs or wwids, but not both");
        }
        if (names && ids) {
            errors.invalid(at, source.path("targetWWNs"), "targetWWNs and wwids can not be specified simultaneously");
        }
        if (names && !source.hasNonNull("lun")) {
            errors.required(path + ".lun", "lun is required if targetWWNs is specified");
        } else if (names) {
            lun(source.path("lun"), path, errors);
        }
    }

    private static void csi(JsonNode source, String path, FieldErrors errors) {
        String driver = Json.textOr(source, "", "driver");
        if (driver.isEmpty()) {
            errors.required(path + ".driver", "");
        } else {
            if (Checks.length(driver) > DRIVER_MAX) {
                errors.tooLong(path + ".driver", DRIVER_MAX);
            }
            Names.subdomain(driver.toLowerCase(Locale.ROOT)).forEach(w -> errors.invalid(path + ".driver", driver, w));
        }
        secret(source, "nodePublishSecretRef", path, errors);
        String secret = Json.textOr(source, "", "nodePublishSecretRef", "name");
        if (!secret.isEmpty()) {
            Checks.subdomain(secret, path + ".name", errors);
        }
    }
}
