package io.kubejar.server.kinds;

import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.SpecAndStatus;

/** A stateful set. Upstream: pkg/registry/apps, v1.36. */
public final class StatefulSetKind implements SpecAndStatus {
    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("apps", "v1", "statefulsets", "StatefulSet")
                .shortNames("sts")
                .categories("all")
                .withStatus()
                .withScale()
                .strategy(new StatefulSetKind())
                .build();
    }
}
