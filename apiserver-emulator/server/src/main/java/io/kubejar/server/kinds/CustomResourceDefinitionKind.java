package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.crd.CrdRules;
import io.kubejar.server.crd.CrdWarnings;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.SpecAndStatus;
import io.kubejar.server.registry.StatusUpdates;
import io.kubejar.server.validation.FieldErrors;
import java.util.List;
import java.util.Locale;

/**
 * The definition of a kind of one's own. Upstream: pkg/registry/customresourcedefinition and
 * pkg/apis/apiextensions/v1/defaults.go, apiextensions-apiserver, v1.36.
 */
public final class CustomResourceDefinitionKind implements SpecAndStatus {
    private static final int HTTPS = 443;

    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition")
                .shortNames("crd", "crds")
                .categories("api-extensions")
                .clusterScoped()
                .storagePath("/registry/apiextensions.k8s.io/customresourcedefinitions/")
                .withStatus()
                .columns(() -> List.of(Columns.name(), Columns.createdAt()))
                .strategy(new CustomResourceDefinitionKind())
                .build();
    }

    @Override
    public void defaults(ObjectNode crd) {
        ObjectNode spec = Json.child(crd, "spec");
        ObjectNode names = Json.child(spec, "names");
        String kind = Json.textOr(names, "", "kind");
        if (!kind.isEmpty() && Json.textOr(names, "", "singular").isEmpty()) {
            names.put("singular", kind.toLowerCase(Locale.ROOT));
        }
        if (!kind.isEmpty() && Json.textOr(names, "", "listKind").isEmpty()) {
            names.put("listKind", kind + "List");
        }
        ObjectNode conversion = Json.child(spec, "conversion");
        if (Json.textOr(conversion, "", "strategy").isEmpty()) {
            conversion.put("strategy", "None");
        }
        if (Json.at(conversion, "webhook", "clientConfig", "service") instanceof ObjectNode service
                && !service.hasNonNull("port")) {
            service.put("port", HTTPS);
        }
    }

    @Override
    public void prepareForCreate(ObjectNode crd) {
        ObjectNode status = crd.putObject("status");
        Json.child(crd, "metadata").put("generation", 1);
        addStored(crd, status);
    }

    @Override
    public void prepareForUpdate(ObjectNode crd, ObjectNode old) {
        StatusUpdates.keepStatus(crd, old);
        StatusUpdates.raiseGeneration(crd, old);
        addStored(crd, Json.child(crd, "status"));
    }

    /** The version that is stored now joins those that were. */
    private static void addStored(ObjectNode crd, ObjectNode status) {
        for (JsonNode version : Json.at(crd, "spec", "versions")) {
            String name = Json.textOr(version, "", "name");
            List<String> stored = Json.strings(status.path("storedVersions"));
            if (Json.isTrue(version, "storage") && !stored.contains(name)) {
                ArrayNode list = status.putArray("storedVersions");
                stored.forEach(list::add);
                list.add(name);
            }
        }
    }

    @Override
    public void validate(ObjectNode crd, FieldErrors errors) {
        CrdRules.validate(crd, errors);
    }

    @Override
    public void validateUpdate(ObjectNode crd, ObjectNode old, FieldErrors errors) {
        CrdRules.validateUpdate(crd, old, errors);
    }

    @Override
    public List<String> warnings(ObjectNode crd) {
        return CrdWarnings.of(crd);
    }

    @Override
    public List<String> updateWarnings(ObjectNode crd, ObjectNode old) {
        return CrdWarnings.of(crd, old);
    }

    /** Upstream: REST.Delete of the definition's storage sets the condition and the finalizer. */
    @Override
    public void markTerminating(ObjectNode crd) {
        CrdRules.markTerminating(crd);
    }

    @Override
    public boolean isDeletedItsOwnWay() {
        return true;
    }
}
