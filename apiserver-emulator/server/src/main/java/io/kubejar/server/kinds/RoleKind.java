package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.server.authz.RbacRules;
import io.kubejar.server.registry.NameRule;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.Strategy;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.ObjectMetaRules;
import java.util.List;

/** A role. Upstream: pkg/registry/rbac, v1.36. */
public final class RoleKind implements Strategy {
    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("rbac.authorization.k8s.io", "v1", "roles", "Role")
                .names(NameRule.PATH_SEGMENT)
                .columns(() -> List.of(Columns.name(), Columns.createdAt()))
                .strategy(new RoleKind())
                .build();
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        RbacRules.validateRole(object, errors);
    }

    @Override
    public boolean allowCreateOnUpdate() {
        return true;
    }

    @Override
    public boolean beginsWithMetadata() {
        return false;
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        ObjectMetaRules.again(object, errors);
        validate(object, errors);
        ObjectMetaRules.updateAgain(object, old, errors);
    }
}
