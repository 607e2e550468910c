package io.kubejar.server.kinds;

import io.kubejar.core.object.Json;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.Strategy;
import java.util.List;

/** A lease. Upstream: pkg/registry/coordination, v1.36. */
public final class LeaseKind implements Strategy {
    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("coordination.k8s.io", "v1", "leases", "Lease")
                .columns(() -> List.of(
                        Columns.name(),
                        Columns.string(
                                "Holder",
                                Columns.doc("io.k8s.api.coordination.v1.LeaseSpec", "holderIdentity"),
                                o -> Json.textOr(o, "", "spec", "holderIdentity")),
                        Columns.age()))
                .strategy(new LeaseKind())
                .build();
    }
}
