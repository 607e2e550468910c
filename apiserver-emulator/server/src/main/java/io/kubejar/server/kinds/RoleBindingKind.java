package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.server.authz.RbacRules;
import io.kubejar.server.registry.NameRule;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.Strategy;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.ObjectMetaRules;

/** A role binding. Upstream: pkg/registry/rbac, v1.36. */
public final class RoleBindingKind implements Strategy {
    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding")
                .names(NameRule.PATH_SEGMENT)
                .columns(() -> RbacColumns.binding("io.k8s.api.rbac.v1.RoleBinding", "roleBinding"))
                .strategy(new RoleBindingKind())
                .build();
    }

    @Override
    public void defaults(ObjectNode object) {
        RbacRules.defaultBinding(object);
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        RbacRules.validateBinding(object, true, errors);
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
        RbacRules.validateBindingUpdate(object, old, errors);
    }
}
