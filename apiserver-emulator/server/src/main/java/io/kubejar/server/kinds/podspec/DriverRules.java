package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The rules of volumes of Quobyte, flex drivers, Azure and StorageOS. Upstream: validateQuobyteVolumeSource,
 * validateFlexVolumeSource, validateAzureDisk and validateStorageOSVolumeSource, pkg/apis/core/validation/validation.go,
 * v1.36.
 */
final class DriverRules {
    private static final int TENANT_END = 65;
    private static final String PAIRS = "must be a host:port pair or multiple pairs separated by commas";
    private static final Pattern HOST_AND_PORT = Pattern.compile("([^:\\[\\]]*|\\[[^\\[\\]]*\\]):[^:\\[\\]]*");

    private DriverRules() {}

    static void validate(String kind, JsonNode source, String path, FieldErrors errors) {
        switch (kind) {
            case "quobyte" -> quobyte(source, path, errors);
            case "flexVolume" -> flex(source, path, errors);
            case "azureDisk" -> azure(source, path, errors);
            case "storageos" -> storageOs(source, path, errors);
            default -> throw new IllegalArgumentException("no such source: " + kind);
        }
    }

    private static void quobyte(JsonNode source, String path, FieldErrors errors) {
        String registry = Json.textOr(source, "", "registry");
        if (registry.isEmpty()) {
            errors.required(path + ".registry", PAIRS);
        } else if (Checks.length(Json.textOr(source, "", "tenant")) >= TENANT_END) {
            errors.required(path + ".tenant", "must be a UUID and may not exceed a length of 64 characters");
        } else {
            for (String pair : registry.split(",", -1)) {
                if (!HOST_AND_PORT.matcher(pair).matches()) {
                    errors.invalid(path + ".registry", registry, PAIRS);
                }
            }
        }
        VolumeRules.required(source, path, errors, "volume");
    }

    private static void flex(JsonNode source, String path, FieldErrors errors) {
        VolumeRules.required(source, path, errors, "driver");
        for (var option : source.path("options").properties()) {
            String key = option.getKey();
            int slash = key.indexOf('/');
            String namespace = "." + (slash < 0 ? key : key.substring(0, slash)).toLowerCase(Locale.ROOT);
            if (namespace.endsWith(".kubernetes.io") || namespace.endsWith(".k8s.io")) {
                errors.invalid(path + ".options[" + key + "]", key, "kubernetes.io and k8s.io namespaces are reserved");
            }
        }
    }

    private static void azure(JsonNode source, String path, FieldErrors errors) {
        VolumeRules.required(source, path, errors, "diskName", "diskURI");
        oneOf(source, "cachingMode", path, errors, "None", "ReadOnly", "ReadWrite");
        oneOf(source, "kind", path, errors, "Dedicated", "Managed", "Shared");
        String kind = Json.text(source, "kind");
        String address = Json.textOr(source, "", "diskURI");
        if (kind == null) {
            return;
        }
        if (kind.equals("Managed") && !address.startsWith("/subscriptions/")) {
            errors.unsupported(
                    path + ".diskURI",
                    address,
                    "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}");
        }
        if (!kind.equals("Managed") && !address.startsWith("https://")) {
            errors.unsupported(
                    path + ".diskURI",
                    address,
                    "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd");
        }
    }

    private static void oneOf(JsonNode source, String field, String path, FieldErrors errors, String... known) {
        String value = Json.text(source, field);
        if (value != null && !List.of(known).contains(value)) {
            errors.unsupported(path + "." + field, value, known);
        }
    }

    private static void storageOs(JsonNode source, String path, FieldErrors errors) {
        String name = Json.textOr(source, "", "volumeName");
        if (name.isEmpty()) {
            errors.required(path + ".volumeName", "");
        } else {
            Checks.label(name, path + ".volumeName", errors);
        }
        String namespace = Json.textOr(source, "", "volumeNamespace");
        if (!namespace.isEmpty()) {
            Checks.label(namespace, path + ".volumeNamespace", errors);
        }
        DiskRules.secret(source, "secretRef", path, errors);
    }
}
