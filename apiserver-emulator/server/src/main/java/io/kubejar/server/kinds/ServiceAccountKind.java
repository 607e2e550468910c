package io.kubejar.server.kinds;

import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.Strategy;

/** A service account. Upstream: pkg/registry/core, v1.36. */
public final class ServiceAccountKind implements Strategy {
    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("", "v1", "serviceaccounts", "ServiceAccount")
                .shortNames("sa")
                .returnsDeleted()
                .strategy(new ServiceAccountKind())
                .build();
    }
}
