package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.server.registry.NameRule;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.SpecAndStatus;
import io.kubejar.server.registry.SubresourceDef;
import io.kubejar.server.validation.FieldErrors;
import java.util.List;
import java.util.Set;

/** A namespace. Upstream: pkg/registry/core, v1.36. */
public final class NamespaceKind implements SpecAndStatus {
    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("", "v1", "namespaces", "Namespace")
                .shortNames("ns")
                .clusterScoped()
                .names(NameRule.LABEL)
                .verbs("create", "delete", "get", "list", "patch", "update", "watch")
                .withStatus()
                .subresource(new SubresourceDef("finalize", new Gvk("", "v1", "Namespace"), Set.of("update")))
                .selectable("status.phase", "status", "phase")
                .returnsDeleted()
                .columns(() -> List.of(
                        Columns.name(),
                        Columns.string(
                                "Status",
                                () -> "The status of the namespace",
                                o -> Json.textOr(o, "", "status", "phase")),
                        Columns.age()))
                .strategy(new NamespaceKind())
                .build();
    }

    @Override
    public void defaults(ObjectNode namespace) {
        String name = Json.textOr(namespace, "", "metadata", "name");
        if (!name.isEmpty()) {
            Json.child(Json.child(namespace, "metadata"), "labels").put("kubernetes.io/metadata.name", name);
        }
    }

    @Override
    public void prepareForCreate(ObjectNode object) {
        object.putObject("status").put("phase", "Active");
        var finalizers = Json.list(Json.child(object, "spec"), "finalizers");
        if (!Json.strings(finalizers).contains("kubernetes")) {
            finalizers.add("kubernetes");
        }
    }

    @Override
    public void prepareForUpdate(ObjectNode object, ObjectNode old) {
        object.set("spec", old.path("spec").deepCopy());
        object.set("status", old.path("status").deepCopy());
    }

    @Override
    public boolean isHeld(ObjectNode object) {
        return !object.path("spec").path("finalizers").isEmpty();
    }

    @Override
    public void markTerminating(ObjectNode object) {
        Json.child(object, "status").put("phase", "Terminating");
    }

    @Override
    public boolean isDeletedItsOwnWay() {
        return true;
    }

    @Override
    public boolean beginsWithMetadata() {
        return false;
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        NamespaceRules.create(object, errors);
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        NamespaceRules.update(object, old, errors);
    }

    @Override
    public void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        NamespaceRules.status(object, old, errors);
    }
}
