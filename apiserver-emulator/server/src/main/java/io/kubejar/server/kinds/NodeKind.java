package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.SpecAndStatus;
import io.kubejar.server.validation.FieldErrors;

/** A node. Upstream: pkg/registry/core, v1.36. */
public final class NodeKind implements SpecAndStatus {
    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("", "v1", "nodes", "Node")
                .shortNames("no")
                .clusterScoped()
                .storagePath("/registry/minions/")
                .withStatus()
                .columns(NodeColumns::all)
                .selectable("spec.unschedulable", NodeKind::unschedulable)
                .strategy(new NodeKind())
                .build();
    }

    private static String unschedulable(ObjectNode node) {
        return Boolean.toString(Json.isTrue(node, "spec", "unschedulable"));
    }

    @Override
    public void defaults(ObjectNode object) {
        NodeDefaults.fill(object);
    }

    @Override
    public void prepareForCreate(ObjectNode object) {} // a kubelet registers with its status

    @Override
    public void prepareForUpdate(ObjectNode object, ObjectNode old) {
        io.kubejar.server.registry.StatusUpdates.keepStatus(object, old);
    }

    @Override
    public boolean beginsWithMetadata() {
        return false;
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        NodeRules.create(object, errors);
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        NodeRules.update(object, old, errors);
    }

    @Override
    public void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        NodeRules.status(object, old, errors);
    }
}
