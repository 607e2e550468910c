package io.kubejar.server.kinds;

import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.Strategy;

/** A config map. Upstream: pkg/registry/core, v1.36. */
public final class ConfigMapKind implements Strategy {
    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("", "v1", "configmaps", "ConfigMap")
                .shortNames("cm")
                .strategy(new ConfigMapKind())
                .build();
    }
}
