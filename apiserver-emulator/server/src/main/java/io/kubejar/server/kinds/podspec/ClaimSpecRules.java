package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Quantity;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import java.util.List;

/**
 * The rules of a claim's spec, its own or that of a pod's volume. Upstream: ValidatePersistentVolumeClaimSpec,
 * pkg/apis/core/validation, v1.36.
 */
public final class ClaimSpecRules {
    private static final String ONE_POD = "ReadWriteOncePod";
    private static final List<String> MODES = List.of("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", ONE_POD);
    private static final String CLAIM = "PersistentVolumeClaim";

    private ClaimSpecRules() {}

    /** Checks a spec; what was wrong with the group of the source before may stay wrong. */
    public static void validate(JsonNode spec, JsonNode old, String path, FieldErrors errors) {
        if (spec.path("accessModes").isEmpty()) {
            errors.required(path + ".accessModes", "at least 1 access mode is required");
        }
        Checks.selector(spec.path("selector"), path + ".selector", errors);
        modes(Json.strings(spec.path("accessModes")), path + ".accessModes", errors);
        storage(spec.path("resources").path("requests").path("storage"), path + ".resources[storage]", errors);
        className(spec, "storageClassName", path, errors);
        if (spec.hasNonNull("volumeMode")) {
            String mode = spec.get("volumeMode").asText();
            if (!mode.equals("Block") && !mode.equals("Filesystem")) {
                errors.unsupported(path + ".volumeMode", mode, "Block", "Filesystem");
            }
        }
        boolean anyGroup = old.path("dataSource").hasNonNull("apiGroup")
                || old.path("dataSourceRef").hasNonNull("apiGroup");
        sources(spec, anyGroup, path, errors);
        className(spec, "volumeAttributesClassName", path, errors);
    }

    private static void modes(List<String> modes, String path, FieldErrors errors) {
        boolean others = false;
        for (String mode : modes) {
            if (!MODES.contains(mode)) {
                errors.unsupported(path, mode, MODES.toArray(String[]::new));
            } else {
                others |= !mode.equals(ONE_POD);
            }
        }
        if (modes.contains(ONE_POD) && others) {
            errors.forbidden(path, "may not use ReadWriteOncePod with other access modes");
        }
    }

    private static void storage(JsonNode storage, String path, FieldErrors errors) {
        if (storage.isMissingNode() || storage.isNull()) {
            errors.required(path, "");
            return;
        }
        Quantity asked = Quantity.parse(storage.asText());
        if (asked.sign() <= 0) {
            errors.invalid(path, asked.toString(), "must be greater than zero");
        } else {
            ResourceRules.amount("storage", storage, path, errors);
        }
    }

    private static void className(JsonNode spec, String field, String path, FieldErrors errors) {
        String name = Json.textOr(spec, "", field);
        if (!name.isEmpty()) {
            Checks.subdomain(name, path + "." + field, errors);
        }
    }

    private static void sources(JsonNode spec, boolean anyGroup, String path, FieldErrors errors) {
        JsonNode source = spec.path("dataSource");
        JsonNode reference = spec.path("dataSourceRef");
        for (String field : List.of("dataSource", "dataSourceRef")) {
            if (spec.path(field).isObject()) {
                source(spec.get(field), path + "." + field, anyGroup, errors);
            }
        }
        String namespace = Json.textOr(reference, "", "namespace");
        if (!namespace.isEmpty()) {
            Checks.label(namespace, path + ".dataSourceRef.namespace", errors);
            if (source.isObject()) {
                errors.invalidShown(path, "{}", "may not be specified when dataSourceRef.namespace is specified");
            }
        } else if (source.isObject() && reference.isObject()) {
            boolean same = List.of("apiGroup", "kind", "name").stream()
                    .allMatch(f -> Json.textOr(source, "", f).equals(Json.textOr(reference, "", f)));
            if (!same) {
                errors.invalidShown(path, "{}", "must match dataSourceRef"); // upstream shows a path as a value
            }
        }
    }

    private static void source(JsonNode source, String path, boolean anyGroup, FieldErrors errors) {
        for (String field : List.of("name", "kind")) {
            if (Json.textOr(source, "", field).isEmpty()) {
                errors.required(path + "." + field, "");
            }
        }
        String group = Json.textOr(source, "", "apiGroup");
        String kind = Json.textOr(source, "", "kind");
        if (group.isEmpty() && !kind.equals(CLAIM)) {
            errors.invalid(path, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
        }
        if (!group.isEmpty() && !anyGroup) {
            Checks.subdomain(group, path + ".apiGroup", errors);
        }
    }
}
