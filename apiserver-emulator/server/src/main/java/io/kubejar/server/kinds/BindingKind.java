package io.kubejar.server.kinds;

import io.kubejar.server.registry.ResourceDef;

/** The older way to give a pod its node; nothing of it is stored. Upstream: LegacyBindingREST, pkg/registry/core/pod/storage, v1.36. */
final class BindingKind {
    private BindingKind() {}

    static ResourceDef def() {
        return ResourceDef.of("", "v1", "bindings", "Binding").verbs("create").build();
    }
}
