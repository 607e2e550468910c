package io.kubejar.server.kinds;

import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.Strategy;

/** A past state of a controlled object. Upstream: pkg/registry/apps, v1.36. */
public final class ControllerRevisionKind implements Strategy {
    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("apps", "v1", "controllerrevisions", "ControllerRevision")
                .strategy(new ControllerRevisionKind())
                .build();
    }
}
