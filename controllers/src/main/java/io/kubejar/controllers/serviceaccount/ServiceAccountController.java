package io.kubejar.controllers.serviceaccount;

import io.kubejar.controllers.Namespaces;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.informer.Lister;
import io.kubejar.core.informer.Listers;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.ObjectKey;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.Controller;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Sources;
import io.kubejar.core.reconcile.Write;
import java.time.Instant;
import java.util.List;

/**
 * Keeps a ServiceAccount named default in every active namespace. Upstream:
 * pkg/controller/serviceaccount/serviceaccounts_controller.go (syncNamespace), v1.36.
 */
public final class ServiceAccountController implements Controller {
    private static final String NAME = "default";

    private final Lister namespaces;
    private final Lister accounts;

    /** Reads namespaces and ServiceAccounts. */
    public ServiceAccountController(Listers listers) {
        namespaces = listers.of(Resources.NAMESPACES);
        accounts = listers.of(Resources.SERVICE_ACCOUNTS);
    }

    @Override
    public String name() {
        return "service-account-controller";
    }

    @Override
    public void sources(Sources sources) {
        sources.onSelf(Resources.NAMESPACES)
                .on(
                        Resources.SERVICE_ACCOUNTS,
                        (before, after) -> before != null && after == null
                                ? List.of(new ObjectKey("", before.namespace()))
                                : List.of());
    }

    @Override
    public Plan reconcile(ObjectKey key, Instant now) {
        if (!Namespaces.isActive(namespaces.get(key)) || accounts.get(key.name(), NAME) != null) {
            return Plan.NOTHING;
        }
        ApiObject account = ApiObject.of(new Gvk("", "v1", "ServiceAccount"), key.name(), NAME);
        return Plan.of(new Plan.Do(
                new Write.Create(ResourceRef.of(Resources.SERVICE_ACCOUNTS, key.name()), account),
                null,
                Namespaces::takenOrGoingIsFine));
    }
}
