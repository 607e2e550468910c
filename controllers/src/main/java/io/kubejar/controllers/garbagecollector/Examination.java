package io.kubejar.controllers.garbagecollector;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.Patch;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.ServedResources;
import io.kubejar.core.error.Reason;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.OwnerReference;
import io.kubejar.core.reconcile.EventNote;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Write;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What to do with one object: the local copies tell whether it needs a look, the server whether its owners are really
 * gone. Upstream: attemptToDeleteItem, classifyReferences and attemptToOrphanWorker,
 * pkg/controller/garbagecollector/garbagecollector.go, v1.36.
 */
final class Examination {
    private final Graph graph;
    private final Consumer<Item> onUnknownKind;

    /**
     * Looks at objects of the graph.
     *
     * @param onUnknownKind told of an object whose owner is of a kind that is not served now
     */
    Examination(Graph graph, Consumer<Item> onUnknownKind) {
        this.graph = graph;
        this.onUnknownKind = onUnknownKind;
    }

    /** The owners of one object, by how they stand. Filled in order; not thread-safe. */
    private static final class Owners {
        private final List<OwnerReference> solid = new ArrayList<>();
        private final List<OwnerReference> dangling = new ArrayList<>();
        private final List<OwnerReference> waiting = new ArrayList<>();
        private final List<EventNote> events = new ArrayList<>();

        void there(OwnerReference reference, ApiObject owner) {
            (Finalizers.waitsForDependents(owner) ? waiting : solid).add(reference);
        }
    }

    /** The plan for an object. */
    Plan plan(Item item) {
        ApiObject object = graph.get(item);
        if (object == null) {
            return Plan.NOTHING;
        }
        if (Finalizers.waitsForOrphans(object)) {
            return orphan(item, object);
        }
        if (Finalizers.waitsForDependents(object)) {
            return isBlocked(object)
                    ? Plan.NOTHING
                    : Finalizers.remove(item.ref(), object.uid(), Finalizers.FOREGROUND);
        }
        if (object.isTerminating() || allSolid(object)) {
            return Plan.NOTHING;
        }
        return Plan.of(new Plan.Read(
                item.ref(),
                latest -> latest.uid().equals(object.uid())
                        ? classify(item, latest, latest.ownerReferences(), 0, new Owners())
                        : Plan.NOTHING,
                Plan::goneIsFine));
    }

    private boolean isBlocked(ApiObject owner) {
        return graph.dependents(owner.uid()).stream()
                .anyMatch(d -> d.object().ownerReferences().stream()
                        .anyMatch(r -> r.uid().equals(owner.uid()) && r.blockOwnerDeletion()));
    }

    private boolean allSolid(ApiObject object) {
        return object.ownerReferences().stream().allMatch(reference -> {
            Graph.Dependent owner = graph.owner(reference, object.namespace());
            return owner != null && !Finalizers.waitsForDependents(owner.object());
        });
    }

    private Plan classify(Item item, ApiObject latest, List<OwnerReference> references, int index, Owners owners) {
        if (index == references.size()) {
            return verdict(item, latest, owners);
        }
        OwnerReference reference = references.get(index);
        ServedResources.Served served = graph.resourceOf(reference);
        if (served == null) {
            onUnknownKind.accept(item);
            return Plan.NOTHING;
        }
        if (served.namespaced() && latest.namespace().isEmpty()) {
            return Plan.NOTHING; // never valid: nobody can say whether that owner exists
        }
        if (graph.isAbsent(reference, latest.namespace())) {
            owners.dangling.add(reference);
            return classify(item, latest, references, index + 1, owners);
        }
        Graph.Dependent known = graph.owner(reference, latest.namespace());
        if (known != null) {
            owners.there(reference, known.object());
            return classify(item, latest, references, index + 1, owners);
        }
        String namespace = served.namespaced() ? latest.namespace() : "";
        return Plan.of(new Plan.Read(
                ResourceRef.of(served.resource(), namespace, reference.name()),
                owner -> {
                    if (owner.uid().equals(reference.uid())) {
                        owners.there(reference, owner);
                    } else {
                        dangling(latest, reference, namespace, owners);
                    }
                    return classify(item, latest, references, index + 1, owners);
                },
                refusal -> {
                    if (!refusal.is(Reason.NOT_FOUND)) {
                        return Plan.fail(refusal);
                    }
                    dangling(latest, reference, namespace, owners);
                    return classify(item, latest, references, index + 1, owners);
                }));
    }

    private void dangling(ApiObject latest, OwnerReference reference, String namespace, Owners owners) {
        graph.absent(reference, namespace);
        owners.dangling.add(reference);
        if (graph.elsewhere(reference, latest.namespace()) != null) {
            String owner = "[" + reference.apiVersion() + "/" + reference.kind() + ", namespace: " + latest.namespace()
                    + ", name: " + reference.name() + ", uid: " + reference.uid() + "]";
            owners.events.add(EventNote.warning(
                    latest,
                    "OwnerRefInvalidNamespace",
                    "ownerRef " + owner + " does not exist in namespace \"" + latest.namespace() + "\""));
        }
    }

    private Plan verdict(Item item, ApiObject latest, Owners owners) {
        Plan.Builder plan = Plan.builder();
        owners.events.forEach(plan::event);
        if (!owners.solid.isEmpty() || latest.ownerReferences().isEmpty()) {
            if (!owners.dangling.isEmpty() || !owners.waiting.isEmpty()) {
                Set<String> gone = new HashSet<>();
                owners.dangling.forEach(r -> gone.add(r.uid()));
                owners.waiting.forEach(r -> gone.add(r.uid()));
                plan.write(new Write.Change(item.ref(), dropOwners(latest, gone)), null, Plan::goneIsFine);
            }
            return plan.build();
        }
        List<Graph.Dependent> dependents = graph.dependents(latest.uid());
        if (!owners.waiting.isEmpty() && !dependents.isEmpty()) {
            boolean circle = dependents.stream().anyMatch(d -> Finalizers.waitsForDependents(d.object()));
            if (circle) {
                return plan.write(
                                new Write.Change(item.ref(), unblock(latest)),
                                stored -> delete(item, stored, "Foreground"),
                                Plan::goneIsFine)
                        .build();
            }
            return plan.all(delete(item, latest, "Foreground")).build();
        }
        return plan.all(delete(item, latest, policy(latest))).build();
    }

    private static String policy(ApiObject object) {
        if (object.finalizers().contains(Finalizers.ORPHAN)) {
            return "Orphan";
        }
        return object.finalizers().contains(Finalizers.FOREGROUND) ? "Foreground" : "Background";
    }

    /** Deletes the object as it was read; when it has changed since, again if its owners are still the same. */
    private static Plan delete(Item item, ApiObject latest, String policy) {
        var exactly = new DeleteOptions(null, policy, latest.uid(), latest.resourceVersion(), false, 0);
        var sameUid = new DeleteOptions(null, policy, latest.uid(), "", false, 0);
        return Plan.of(new Plan.Do(new Write.Delete(item.ref(), exactly), null, refusal -> {
            if (!refusal.is(Reason.CONFLICT)) {
                return Plan.goneIsFine(refusal);
            }
            return Plan.of(new Plan.Read(
                    item.ref(),
                    fresh -> fresh.uid().equals(latest.uid())
                                    && fresh.ownerReferences().equals(latest.ownerReferences())
                            ? Plan.builder().delete(item.ref(), sameUid).build()
                            : Plan.fail(refusal),
                    Plan::goneIsFine));
        }));
    }

    /** Lets the dependents go, then the owner. Upstream: orphanDependents. */
    private Plan orphan(Item item, ApiObject owner) {
        Plan.Builder plan = Plan.builder();
        Set<String> uid = Set.of(owner.uid());
        for (Graph.Dependent dependent : graph.dependents(owner.uid())) {
            ResourceRef ref = dependent.item().ref();
            String dependentUid = dependent.object().uid();
            plan.write(new Write.Change(ref, dropOwners(dependent.object(), uid)), null, refusal -> {
                if (!refusal.is(Reason.CONFLICT)) {
                    return Plan.goneIsFine(refusal);
                }
                return Plan.of(new Plan.Read(
                        ref,
                        fresh -> fresh.uid().equals(dependentUid) ? drop(ref, fresh, uid) : Plan.NOTHING,
                        Plan::goneIsFine));
            });
        }
        return plan.all(Finalizers.remove(item.ref(), owner.uid(), Finalizers.ORPHAN))
                .build();
    }

    private static Plan drop(ResourceRef ref, ApiObject fresh, Set<String> uids) {
        return Plan.of(new Plan.Do(new Write.Change(ref, dropOwners(fresh, uids)), null, Plan::goneIsFine));
    }

    private static Patch dropOwners(ApiObject object, Set<String> uids) {
        return references(object, r -> !uids.contains(r.uid()), r -> {});
    }

    private static Patch unblock(ApiObject object) {
        return references(object, r -> true, r -> r.put("blockOwnerDeletion", false));
    }

    private static Patch references(ApiObject object, Predicate<OwnerReference> kept, Consumer<ObjectNode> change) {
        ObjectNode patch = Json.object();
        ObjectNode meta =
                patch.putObject("metadata").put("uid", object.uid()).put("resourceVersion", object.resourceVersion());
        ArrayNode references = meta.putArray("ownerReferences");
        object.metadata().path("ownerReferences").forEach(node -> {
            if (kept.test(OwnerReference.of(node))) {
                ObjectNode copy = node.deepCopy();
                change.accept(copy);
                references.add(copy);
            }
        });
        return Patch.merge(patch);
    }
}
