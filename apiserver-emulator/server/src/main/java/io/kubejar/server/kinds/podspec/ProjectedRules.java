package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.FieldErrors;
import java.util.HashSet;
import java.util.Set;

/**
 * The rules of volumes that are put together from several sources. Upstream: validateProjectedVolumeSource,
 * pkg/apis/core/validation/validation.go, v1.36. Sources whose features are off are gone before they are looked at.
 */
final class ProjectedRules {
    private static final long SHORTEST_TOKEN_SECONDS = 600;
    private static final long LONGEST_TOKEN_SECONDS = 1L << 32;

    private ProjectedRules() {}

    static void validate(JsonNode volume, String path, FieldErrors errors) {
        VolumeRules.mode(volume, "defaultMode", path, errors);
        Set<String> paths = new HashSet<>();
        JsonNode sources = volume.path("sources");
        for (int i = 0; i < sources.size(); i++) {
            String at = path + ".sources[" + i + "]";
            int count = 0;
            for (String kind : new String[] {"secret", "configMap", "downwardAPI", "serviceAccountToken"}) {
                JsonNode source = sources.get(i).path(kind);
                if (source.isObject()) {
                    count++;
                    source(kind, source, paths, path, at + "." + kind, errors);
                }
            }
            if (count > 1) {
                errors.forbidden(at, "may not specify more than 1 volume type per source");
            }
        }
    }

    private static void source(
            String kind, JsonNode source, Set<String> paths, String volume, String path, FieldErrors errors) {
        switch (kind) {
            case "serviceAccountToken" -> token(source, volume, path, errors);
            case "downwardAPI" -> {
                for (JsonNode file : source.path("items")) {
                    DownwardRules.file(file, path, errors);
                    String place = Json.textOr(file, "", "path");
                    once(place, place, paths, volume, errors);
                }
            }
            default -> {
                String name = Json.textOr(source, "", "name");
                VolumeRules.required(source, path, errors, "name");
                JsonNode items = source.path("items");
                for (int i = 0; i < items.size(); i++) {
                    VolumeRules.item(items.get(i), path + ".items[" + i + "]", errors);
                    once(Json.textOr(items.get(i), "", "path"), name, paths, volume, errors);
                }
            }
        }
    }

    /** Two sources do not write the same file. */
    private static void once(String place, String shown, Set<String> paths, String path, FieldErrors errors) {
        if (!place.isEmpty() && !paths.add(place)) {
            errors.invalid(path, shown, "conflicting duplicate paths");
        }
    }

    /** What is wrong with the path is told at the volume's place. */
    private static void token(JsonNode token, String volume, String path, FieldErrors errors) {
        long seconds = Json.number(token, 0, "expirationSeconds");
        if (seconds < SHORTEST_TOKEN_SECONDS) {
            errors.invalid(path + ".expirationSeconds", seconds, "may not specify a duration less than 10 minutes");
        }
        if (seconds > LONGEST_TOKEN_SECONDS) {
            errors.invalid(path + ".expirationSeconds", seconds, "may not specify a duration larger than 2^32 seconds");
        }
        String place = Json.textOr(token, "", "path");
        if (place.isEmpty()) {
            errors.required(volume + ".path", "");
        } else {
            PathRules.unreserved(place, volume + ".path", errors);
        }
    }
}
