package io.kubejar.server.kinds;

import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.SpecAndStatus;

/** A replica set. Upstream: pkg/registry/apps, v1.36. */
public final class ReplicaSetKind implements SpecAndStatus {
    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("apps", "v1", "replicasets", "ReplicaSet")
                .shortNames("rs")
                .categories("all")
                .withStatus()
                .withScale()
                .selectable("status.replicas", "status", "replicas")
                .strategy(new ReplicaSetKind())
                .build();
    }
}
