package io.kubejar.server.kinds;

import static io.kubejar.server.kinds.Columns.doc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.kinds.podspec.ClaimSpecRules;
import io.kubejar.server.kinds.podspec.PodSpecDefaults;
import io.kubejar.server.kinds.podspec.PodWarnings;
import io.kubejar.server.registry.PrinterColumn;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.StatusUpdates;
import io.kubejar.server.registry.Strategy;
import io.kubejar.server.validation.FieldErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A claim for a volume. Upstream: pkg/registry/core/persistentvolumeclaim, v1.36. */
public final class PersistentVolumeClaimKind implements Strategy {
    private static final String SPEC = "io.k8s.api.core.v1.PersistentVolumeClaimSpec";
    private static final String STATUS = "io.k8s.api.core.v1.PersistentVolumeClaimStatus";
    private static final Map<String, String> MODES =
            Map.of("ReadWriteOnce", "RWO", "ReadOnlyMany", "ROX", "ReadWriteMany", "RWX", "ReadWriteOncePod", "RWOP");

    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim")
                .shortNames("pvc")
                .withStatus()
                .returnsDeleted()
                .columns(PersistentVolumeClaimKind::columns)
                .strategy(new PersistentVolumeClaimKind())
                .build();
    }

    private static List<PrinterColumn> columns() {
        return List.of(
                Columns.name(),
                Columns.string("Status", doc(STATUS, "phase"), PersistentVolumeClaimKind::phase),
                Columns.string("Volume", doc(SPEC, "volumeName"), o -> Json.textOr(o, "", "spec", "volumeName")),
                Columns.string("Capacity", doc(STATUS, "capacity"), o -> bound(o) ? capacity(o) : ""),
                Columns.string("Access Modes", doc(STATUS, "accessModes"), o -> bound(o) ? modes(o) : ""),
                Columns.string(
                        "StorageClass",
                        () -> "StorageClass of the pvc",
                        o -> Json.textOr(o, "", "spec", "storageClassName")),
                Columns.string(
                        "VolumeAttributesClass",
                        () -> "VolumeAttributesClass of the pvc",
                        o -> Json.textOr(o, "<unset>", "spec", "volumeAttributesClassName")),
                Columns.age(),
                Columns.wide(
                        "VolumeMode", doc(SPEC, "volumeMode"), o -> Json.textOr(o, "<unset>", "spec", "volumeMode")));
    }

    private static boolean bound(ObjectNode claim) {
        return !Json.textOr(claim, "", "spec", "volumeName").isEmpty();
    }

    private static String phase(ObjectNode claim) {
        boolean going = claim.path("metadata").hasNonNull("deletionTimestamp");
        return going ? "Terminating" : Json.textOr(claim, "", "status", "phase");
    }

    private static String capacity(ObjectNode claim) {
        JsonNode storage = claim.path("status").path("capacity").path("storage");
        return storage.asText("");
    }

    private static String modes(ObjectNode claim) {
        return Json.strings(claim.path("status").path("accessModes")).stream()
                .map(mode -> MODES.getOrDefault(mode, mode))
                .collect(Collectors.joining(","));
    }

    @Override
    public void defaults(ObjectNode claim) {
        PodSpecDefaults.putIfAbsent(Json.child(claim, "spec"), "volumeMode", "Filesystem");
        PodSpecDefaults.putIfAbsent(Json.child(claim, "status"), "phase", "Pending");
    }

    @Override
    public void prepareForCreate(ObjectNode claim) {
        claim.putObject("status").put("phase", "Pending");
        ClaimDataSources.prepare(Json.child(claim, "spec"), Json.object());
    }

    @Override
    public void prepareForUpdate(ObjectNode claim, ObjectNode old) {
        StatusUpdates.keepStatus(claim, old);
        ClaimDataSources.prepare(Json.child(claim, "spec"), old.path("spec"));
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        ClaimSpecRules.validate(object.path("spec"), Json.object(), "spec", errors);
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        ClaimUpdateRules.update(object, old, errors);
    }

    @Override
    public void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        ClaimUpdateRules.status(object, errors);
    }

    /** Upstream: GetWarningsForPersistentVolumeClaim, pkg/api/persistentvolumeclaim/util.go. */
    @Override
    public List<String> warnings(ObjectNode claim) {
        List<String> out = new ArrayList<>();
        String annotation = "volume.beta.kubernetes.io/storage-class";
        if (claim.path("metadata").path("annotations").has(annotation)) {
            out.add("metadata.annotations[" + annotation
                    + "]: deprecated since v1.8; use \"storageClassName\" attribute instead");
        }
        PodWarnings.claim(claim.path("spec"), "spec", out);
        return out;
    }
}
