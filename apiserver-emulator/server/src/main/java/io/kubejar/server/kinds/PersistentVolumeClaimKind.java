package io.kubejar.server.kinds;

import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.SpecAndStatus;

/** A claim for a volume. Upstream: pkg/registry/core, v1.36. */
public final class PersistentVolumeClaimKind implements SpecAndStatus {
    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim")
                .shortNames("pvc")
                .withStatus()
                .returnsDeleted()
                .strategy(new PersistentVolumeClaimKind())
                .build();
    }
}
