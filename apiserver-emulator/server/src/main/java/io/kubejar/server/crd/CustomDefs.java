package io.kubejar.server.crd;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Json;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.ScalePaths;
import io.kubejar.server.schema.CustomSchemas;
import io.kubejar.server.schema.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes the declarations of what a definition serves. Pure. Upstream: crdHandler.getOrCreateServingInfoFor, v1.36. */
final class CustomDefs {
    private static final Schema ANYTHING =
            CustomSchemas.of(Json.object().put("x-kubernetes-preserve-unknown-fields", true));

    private CustomDefs() {}

    /** One declaration for each served version, the preferred one first; none before it is Established. */
    static List<ResourceDef> of(ApiObject crd) {
        if (!Definition.isTrue(crd.tree(), "Established")) {
            return List.of();
        }
        List<JsonNode> versions = new ArrayList<>();
        for (JsonNode version : crd.spec().path("versions")) {
            if (Json.isTrue(version, "served")) {
                versions.add(version);
            }
        }
        versions.sort(Comparator.comparing(v -> VersionPriority.of(Json.textOr(v, "", "name"))));
        return versions.stream().map(version -> def(crd, version)).toList();
    }

    private static ResourceDef def(ApiObject crd, JsonNode version) {
        JsonNode names = Json.at(crd.tree(), "status", "acceptedNames");
        String group = Definition.group(crd);
        String plural = Json.textOr(names, "", "plural");
        String name = Json.textOr(version, "", "name");
        JsonNode schema = Json.at(version, "schema", "openAPIV3Schema");
        JsonNode subresources = version.path("subresources");
        boolean status = subresources.has("status");
        ResourceDef.Builder out = ResourceDef.of(group, name, plural, Json.textOr(names, "", "kind"))
                .singular(Json.textOr(names, "", "singular"))
                .shortNames(Json.strings(names.path("shortNames")).toArray(String[]::new))
                .categories(Json.strings(names.path("categories")).toArray(String[]::new))
                .storagePath("/registry/" + group + "/" + plural + "/")
                .columns(CustomColumns.of(version))
                .strategy(new CustomStrategy(
                        new Gvr(group, name, plural),
                        status,
                        scale(subresources.path("scale")),
                        schema,
                        Definition.isTrue(crd.tree(), "Terminating"),
                        warning(crd, version)))
                .custom(Json.textOr(names, "", "listKind"), schema.isObject() ? CustomSchemas.of(schema) : ANYTHING);
        if (!"Namespaced".equals(Json.text(crd.spec(), "scope"))) {
            out.clusterScoped();
        }
        if (status) {
            out.withStatus();
        }
        if (subresources.has("scale")) {
            out.withScale();
        }
        version.path("selectableFields").forEach(field -> selectable(out, Json.textOr(field, "", "jsonPath")));
        return out.build();
    }

    private static void selectable(ResourceDef.Builder out, String path) {
        JsonPath parsed = JsonPath.parse(path);
        if (parsed != null && path.startsWith(".")) {
            out.selectable(path.substring(1), object -> JsonPath.text(parsed.first(object)));
        }
    }

    private static ScalePaths scale(JsonNode scale) {
        return new ScalePaths(
                members(Json.textOr(scale, ".spec.replicas", "specReplicasPath")),
                members(Json.textOr(scale, ".status.replicas", "statusReplicasPath")),
                members(Json.textOr(scale, "", "labelSelectorPath")),
                false);
    }

    private static List<String> members(String path) {
        return path.isEmpty() ? List.of() : List.of(path.substring(1).split("\\.", -1));
    }

    private static String warning(ApiObject crd, JsonNode version) {
        if (!Json.isTrue(version, "deprecated")) {
            return "";
        }
        String name = Json.textOr(version, "", "name");
        String kind = Json.textOr(crd.spec(), "", "names", "kind");
        return Json.textOr(
                version, Definition.group(crd) + "/" + name + " " + kind + " is deprecated", "deprecationWarning");
    }
}
