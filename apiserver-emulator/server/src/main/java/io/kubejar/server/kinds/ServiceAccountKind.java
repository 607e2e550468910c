package io.kubejar.server.kinds;

import io.kubejar.core.object.Gvk;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.Strategy;
import io.kubejar.server.registry.SubresourceDef;
import java.util.List;
import java.util.Set;

/** A service account. Upstream: pkg/registry/core, v1.36. */
public final class ServiceAccountKind implements Strategy {
    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("", "v1", "serviceaccounts", "ServiceAccount")
                .shortNames("sa")
                .columns(() -> List.of(Columns.name(), Columns.age()))
                .returnsDeleted()
                .subresource(new SubresourceDef(
                        "token", new Gvk("authentication.k8s.io", "v1", "TokenRequest"), Set.of("create")))
                .strategy(new ServiceAccountKind())
                .build();
    }
}
