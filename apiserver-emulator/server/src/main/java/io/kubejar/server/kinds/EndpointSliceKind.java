package io.kubejar.server.kinds;

import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.Strategy;

/** A slice of the addresses behind a service. Upstream: pkg/registry/discovery, v1.36. */
public final class EndpointSliceKind implements Strategy {
    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice")
                .strategy(new EndpointSliceKind())
                .build();
    }
}
