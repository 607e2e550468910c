package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import java.util.List;

/**
 * The two fields of a claim that say what to fill the volume with, and how one follows the other. Upstream:
 * EnforceDataSourceBackwardsCompatibility and NormalizeDataSources, pkg/api/persistentvolumeclaim/util.go, v1.36, with
 * sources of other namespaces switched off.
 */
final class ClaimDataSources {
    private ClaimDataSources() {}

    /** Drops what may not be asked for, then gives each field what only the other one says. */
    static void prepare(ObjectNode spec, JsonNode old) {
        boolean elsewhere = !Json.textOr(spec, "", "dataSourceRef", "namespace").isEmpty();
        if (elsewhere && !old.hasNonNull("dataSourceRef")) {
            spec.remove("dataSourceRef");
        }
        boolean inUse = old.hasNonNull("dataSource") || old.hasNonNull("dataSourceRef");
        if (!inUse && !spec.hasNonNull("dataSourceRef") && !isClaimOrSnapshot(spec.path("dataSource"))) {
            spec.remove("dataSource");
        }
        normalize(spec);
    }

    private static boolean isClaimOrSnapshot(JsonNode source) {
        String group = Json.textOr(source, "", "apiGroup");
        String kind = Json.textOr(source, "", "kind");
        return (kind.equals("PersistentVolumeClaim") && group.isEmpty())
                || (kind.equals("VolumeSnapshot") && group.equals("snapshot.storage.k8s.io"));
    }

    /** Gives each field what only the other one says. */
    static void normalize(ObjectNode spec) {
        JsonNode source = spec.path("dataSource");
        JsonNode reference = spec.path("dataSourceRef");
        if (source.isObject() && !reference.isObject()) {
            copy(source, spec.putObject("dataSourceRef"));
        } else if (reference.isObject()
                && !source.isObject()
                && Json.textOr(reference, "", "namespace").isEmpty()) {
            copy(reference, spec.putObject("dataSource"));
        }
    }

    private static void copy(JsonNode from, ObjectNode to) {
        for (String field : List.of("apiGroup", "kind", "name")) {
            if (from.hasNonNull(field)) {
                to.set(field, from.get(field));
            }
        }
    }
}
