package io.kubejar.controllers.garbagecollector;

import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.OwnerReference;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which objects a change makes worth a look. Upstream: processGraphChanges, pkg/controller/garbagecollector/
 * graph_builder.go, v1.36.
 */
final class Wakes {
    private Wakes() {}

    /** The objects to look at after a change of one object. */
    static Set<Item> of(Gvr resource, @Nullable ApiObject before, @Nullable ApiObject after, Graph graph) {
        Set<Item> out = new LinkedHashSet<>();
        if (after != null) {
            changed(resource, before, after, graph, out);
        } else if (before != null) {
            gone(resource, before, graph, out);
        }
        return out;
    }

    private static void gone(Gvr resource, ApiObject object, Graph graph, Set<Item> out) {
        List<Graph.Dependent> dependents = graph.dependents(object.uid());
        if (!dependents.isEmpty()) {
            graph.gone(resource, object);
            dependents.forEach(d -> out.add(d.item()));
        }
        object.ownerReferences().forEach(reference -> waitingOwner(reference, object, graph, out));
    }

    private static void changed(Gvr resource, @Nullable ApiObject before, ApiObject after, Graph graph, Set<Item> out) {
        Item self = new Item(resource, after.key());
        if (before == null || !referencesOf(before).equals(referencesOf(after))) {
            if (!after.ownerReferences().isEmpty()) {
                out.add(self);
            }
            if (before != null) {
                freed(before, after, graph, out);
            }
        }
        if (Finalizers.waitsForOrphans(after) && !Finalizers.waitsForOrphans(before)) {
            out.add(self);
        }
        if (Finalizers.waitsForDependents(after) && !Finalizers.waitsForDependents(before)) {
            graph.dependents(after.uid()).forEach(d -> out.add(d.item()));
            out.add(self);
        }
    }

    private static Object referencesOf(ApiObject object) {
        return object.metadata().path("ownerReferences");
    }

    /** Owners that this object has held back and no longer does. */
    private static void freed(ApiObject before, ApiObject after, Graph graph, Set<Item> out) {
        for (OwnerReference old : before.ownerReferences()) {
            boolean stillBlocks = after.ownerReferences().stream()
                    .anyMatch(now -> now.uid().equals(old.uid()) && now.blockOwnerDeletion());
            if (old.blockOwnerDeletion() && !stillBlocks) {
                waitingOwner(old, before, graph, out);
            }
        }
    }

    private static void waitingOwner(OwnerReference reference, ApiObject dependent, Graph graph, Set<Item> out) {
        Graph.Dependent owner = graph.owner(reference, dependent.namespace());
        if (owner != null && Finalizers.waitsForDependents(owner.object())) {
            out.add(owner.item());
        }
    }
}
