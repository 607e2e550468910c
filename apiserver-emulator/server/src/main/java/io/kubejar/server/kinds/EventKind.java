package io.kubejar.server.kinds;

import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.Strategy;

/** An event. Upstream: pkg/registry/core, v1.36. */
public final class EventKind implements Strategy {
    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("", "v1", "events", "Event")
                .shortNames("ev")
                .strategy(new EventKind())
                .build();
    }
}
