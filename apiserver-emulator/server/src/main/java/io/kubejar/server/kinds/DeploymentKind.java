package io.kubejar.server.kinds;

import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.SpecAndStatus;

/** A deployment. Upstream: pkg/registry/apps, v1.36. */
public final class DeploymentKind implements SpecAndStatus {
    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("apps", "v1", "deployments", "Deployment")
                .shortNames("deploy")
                .categories("all")
                .withStatus()
                .withScale()
                .strategy(new DeploymentKind())
                .build();
    }
}
