package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import java.util.List;
import java.util.Map;

/**
 * The defaults of a pod's volumes. Upstream: SetDefaults_Volume and others, pkg/apis/core/v1/defaults.go and
 * zz_generated.defaults.go, v1.36.
 */
final class VolumeDefaults {
    private static final int READABLE = 0644;
    private static final Map<String, String> DISK =
            Map.of("cachingMode", "ReadWrite", "fsType", "ext4", "kind", "Shared");

    private VolumeDefaults() {}

    /** Fills a volume; one without a source is an emptyDir. */
    static void fill(ObjectNode volume) {
        if (volume.size() <= 1) {
            volume.putObject("emptyDir");
        }
        for (String source : List.of("secret", "configMap", "downwardAPI", "projected")) {
            if (volume.get(source) instanceof ObjectNode found) {
                PodSpecDefaults.putIfAbsentNumber(found, "defaultMode", READABLE);
                items(found);
            }
        }
        for (JsonNode source : volume.path("projected").path("sources")) {
            projection((ObjectNode) source);
        }
        if (volume.get("hostPath") instanceof ObjectNode path && !path.has("type")) {
            path.put("type", "");
        }
        if (volume.get("iscsi") instanceof ObjectNode iscsi) {
            PodSpecDefaults.putIfAbsent(iscsi, "iscsiInterface", "default");
        }
        driver(volume);
        if (volume.get("image") instanceof ObjectNode image) {
            PodSpecDefaults.putIfAbsent(
                    image, "pullPolicy", PodSpecDefaults.pullPolicy(Json.textOr(image, "", "reference")));
        }
        if (volume.path("ephemeral").path("volumeClaimTemplate").get("spec") instanceof ObjectNode claim) {
            PodSpecDefaults.putIfAbsent(claim, "volumeMode", "Filesystem");
        }
    }

    private static void projection(ObjectNode source) {
        if (source.get("serviceAccountToken") instanceof ObjectNode token) {
            PodSpecDefaults.putIfAbsentNumber(token, "expirationSeconds", 3600);
        }
        if (source.get("downwardAPI") instanceof ObjectNode downward) {
            items(downward);
        }
    }

    private static void items(ObjectNode source) {
        for (JsonNode item : source.path("items")) {
            if (item.get("fieldRef") instanceof ObjectNode field) {
                PodSpecDefaults.putIfAbsent(field, "apiVersion", "v1");
            }
        }
    }

    /** Sources of single storage systems. */
    private static void driver(ObjectNode volume) {
        if (volume.get("rbd") instanceof ObjectNode rbd) {
            PodSpecDefaults.putIfAbsent(rbd, "pool", "rbd");
            PodSpecDefaults.putIfAbsent(rbd, "user", "admin");
            PodSpecDefaults.putIfAbsent(rbd, "keyring", "/etc/ceph/keyring");
        }
        if (volume.get("azureDisk") instanceof ObjectNode disk) {
            DISK.forEach((field, value) -> {
                if (!disk.hasNonNull(field)) {
                    disk.put(field, value);
                }
            });
            if (!disk.hasNonNull("readOnly")) {
                disk.put("readOnly", false);
            }
        }
        if (volume.get("scaleIO") instanceof ObjectNode scale) {
            PodSpecDefaults.putIfAbsent(scale, "storageMode", "ThinProvisioned");
            PodSpecDefaults.putIfAbsent(scale, "fsType", "xfs");
        }
    }
}
