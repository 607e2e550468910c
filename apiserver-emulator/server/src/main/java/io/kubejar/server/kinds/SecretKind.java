package io.kubejar.server.kinds;

import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.Strategy;

/** A secret. Upstream: pkg/registry/core, v1.36. */
public final class SecretKind implements Strategy {
    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("", "v1", "secrets", "Secret")
                .selectable("type", "type")
                .strategy(new SecretKind())
                .build();
    }
}
