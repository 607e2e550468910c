package io.kubejar.server.kinds;

import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.Strategy;

/** A lease. Upstream: pkg/registry/coordination, v1.36. */
public final class LeaseKind implements Strategy {
    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("coordination.k8s.io", "v1", "leases", "Lease")
                .strategy(new LeaseKind())
                .build();
    }
}
