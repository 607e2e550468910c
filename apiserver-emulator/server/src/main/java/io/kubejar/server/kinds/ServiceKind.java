package io.kubejar.server.kinds;

import io.kubejar.server.registry.NameRule;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.SpecAndStatus;

/** A service. Upstream: pkg/registry/core, v1.36. */
public final class ServiceKind implements SpecAndStatus {
    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("", "v1", "services", "Service")
                .shortNames("svc")
                .categories("all")
                .names(NameRule.LABEL_1035)
                .storagePath("/registry/services/specs/")
                .withStatus()
                .selectable("spec.clusterIP", "spec", "clusterIP")
                .selectable("spec.type", "spec", "type")
                .returnsDeleted()
                .strategy(new ServiceKind())
                .build();
    }
}
