package io.kubejar.server.kinds;

import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.Strategy;

/** The addresses behind a service, in their old form. Upstream: pkg/registry/core, v1.36. */
public final class EndpointsKind implements Strategy {
    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("", "v1", "endpoints", "Endpoints")
                .singular("endpoints")
                .shortNames("ep")
                .storagePath("/registry/services/endpoints/")
                .strategy(new EndpointsKind())
                .build();
    }
}
