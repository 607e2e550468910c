package io.kubejar.server.kinds;

import io.kubejar.server.registry.NameRule;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.Strategy;

/** A role binding. Upstream: pkg/registry/rbac, v1.36. */
public final class RoleBindingKind implements Strategy {
    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding")
                .names(NameRule.PATH_SEGMENT)
                .strategy(new RoleBindingKind())
                .build();
    }
}
