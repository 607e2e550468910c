package io.kubejar.controllers.namespace;

import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.ServedResources;
import io.kubejar.core.informer.Lister;
import io.kubejar.core.informer.Listers;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.ObjectKey;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.Controller;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Sources;
import io.kubejar.core.reconcile.Write;
import java.time.Instant;
import java.util.List;

/**
 * Deletes everything in a namespace that is being deleted, pods first, and then lets the namespace go. Upstream:
 * pkg/controller/namespace (syncNamespaceFromKey) and pkg/controller/namespace/deletion (Delete, deleteAllContent), v1.36.
 *
 * <p>Unlike upstream it does not wait for a guessed time: it looks again as soon as the last object of a resource has left
 * the namespace.
 */
public final class NamespaceController implements Controller {
    private static final String FINALIZER = "kubernetes";

    private final Listers listers;
    private final Lister namespaces;
    private final ServedResources served;

    /** Reads namespaces, and watches every resource that discovery shows. */
    public NamespaceController(Listers listers, ServedResources served) {
        this.listers = listers;
        this.namespaces = listers.of(Resources.NAMESPACES);
        this.served = served;
    }

    @Override
    public String name() {
        return "namespace-controller";
    }

    @Override
    public void sources(Sources sources) {
        sources.onSelf(Resources.NAMESPACES).onEach(served, NamespaceController::isWatched, this::lastObjectWakes);
    }

    private static boolean isWatched(ServedResources.Served resource) {
        return resource.namespaced()
                && resource.preferred()
                && resource.can("delete", "list", "watch")
                && !resource.resource().resource().equals("events"); // many, and nothing ever holds one back
    }

    private Sources.Mapping lastObjectWakes(Gvr resource) {
        Lister objects = listers.of(resource);
        return (before, after) -> {
            if (before == null || after != null || objects.hasAny(before.namespace())) {
                return List.of();
            }
            ObjectKey key = new ObjectKey("", before.namespace());
            ApiObject namespace = namespaces.get(key);
            return namespace != null && namespace.isTerminating() ? List.of(key) : List.of();
        };
    }

    @Override
    public Plan reconcile(ObjectKey key, Instant now) {
        ApiObject namespace = namespaces.get(key);
        if (namespace == null || !namespace.isTerminating()) {
            return Plan.NOTHING;
        }
        if ("Terminating".equals(Json.text(namespace.status(), "phase"))) {
            return empty(namespace, now);
        }
        ApiObject terminating =
                namespace.edit(root -> Json.child(root, "status").put("phase", "Terminating"));
        ResourceRef status = ResourceRef.to(Resources.NAMESPACES, namespace).sub("status");
        return Plan.of(
                new Plan.Do(new Write.Update(status, terminating), stored -> empty(stored, now), Plan::goneIsFine));
    }

    private Plan empty(ApiObject namespace, Instant now) {
        if (namespace.spec().path("finalizers").isEmpty()) {
            return Plan.NOTHING;
        }
        return new ContentDeletion(namespace, served, now, NamespaceController::finish).plan();
    }

    /** Takes our finalizer away; with the last one the server removes the namespace. Upstream: finalizeNamespace. */
    private static Plan finish(ApiObject namespace) {
        List<String> kept = Json.strings(namespace.spec().path("finalizers")).stream()
                .filter(finalizer -> !finalizer.equals(FINALIZER))
                .distinct()
                .sorted()
                .toList();
        ApiObject without = namespace.edit(root -> {
            var finalizers = Json.child(root, "spec").putArray("finalizers");
            kept.forEach(finalizers::add);
        });
        ResourceRef ref = ResourceRef.to(Resources.NAMESPACES, namespace).sub("finalize");
        return Plan.of(new Plan.Do(new Write.Update(ref, without), null, Plan::goneIsFine));
    }
}
