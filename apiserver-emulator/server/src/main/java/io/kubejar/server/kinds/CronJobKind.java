package io.kubejar.server.kinds;

import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.SpecAndStatus;

/** A cron job. Upstream: pkg/registry/batch, v1.36. */
public final class CronJobKind implements SpecAndStatus {
    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("batch", "v1", "cronjobs", "CronJob")
                .shortNames("cj")
                .categories("all")
                .withStatus()
                .strategy(new CronJobKind())
                .build();
    }
}
