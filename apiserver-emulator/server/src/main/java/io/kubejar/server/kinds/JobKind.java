package io.kubejar.server.kinds;

import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.SpecAndStatus;

/** A job. Upstream: pkg/registry/batch, v1.36. */
public final class JobKind implements SpecAndStatus {
    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("batch", "v1", "jobs", "Job")
                .categories("all")
                .withStatus()
                .selectable("status.successful", "status", "succeeded")
                .strategy(new JobKind())
                .build();
    }
}
