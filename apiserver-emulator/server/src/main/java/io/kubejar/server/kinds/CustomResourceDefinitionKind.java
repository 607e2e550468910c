package io.kubejar.server.kinds;

import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.SpecAndStatus;
import java.util.List;

/** The definition of a kind of one's own. Upstream: pkg/registry/customresourcedefinition, v1.36. */
public final class CustomResourceDefinitionKind implements SpecAndStatus {
    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition")
                .shortNames("crd", "crds")
                .categories("api-extensions")
                .clusterScoped()
                .storagePath("/registry/apiextensions.k8s.io/customresourcedefinitions/")
                .withStatus()
                .columns(List.of(Columns.name(), Columns.createdAt()))
                .strategy(new CustomResourceDefinitionKind())
                .build();
    }
}
