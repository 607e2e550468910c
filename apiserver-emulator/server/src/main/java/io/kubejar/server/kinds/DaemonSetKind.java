package io.kubejar.server.kinds;

import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.SpecAndStatus;

/** A daemon set. Upstream: pkg/registry/apps, v1.36. */
public final class DaemonSetKind implements SpecAndStatus {
    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("apps", "v1", "daemonsets", "DaemonSet")
                .shortNames("ds")
                .categories("all")
                .withStatus()
                .strategy(new DaemonSetKind())
                .build();
    }
}
