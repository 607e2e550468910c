package io.kubejar.controllers.garbagecollector;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.Patch;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Write;
import org.jspecify.annotations.Nullable;

/** The finalizers by which a deletion waits for the garbage collector. */
final class Finalizers {
    /** Dependents go first. */
    static final String FOREGROUND = "foregroundDeletion";
    /** Dependents stay. */
    static final String ORPHAN = "orphan";

    private Finalizers() {}

    /** Whether it is being deleted and waits for its dependents to be deleted. */
    static boolean waitsForDependents(@Nullable ApiObject object) {
        return object != null && object.isTerminating() && object.finalizers().contains(FOREGROUND);
    }

    /** Whether it is being deleted and waits for its dependents to be let go. */
    static boolean waitsForOrphans(@Nullable ApiObject object) {
        return object != null && object.isTerminating() && object.finalizers().contains(ORPHAN);
    }

    /** Takes a finalizer away from the object as it stands on the server. Upstream: removeFinalizer. */
    static Plan remove(ResourceRef ref, String uid, String finalizer) {
        return Plan.of(new Plan.Read(
                ref,
                fresh -> fresh.uid().equals(uid) && fresh.finalizers().contains(finalizer)
                        ? Plan.of(new Plan.Do(
                                new Write.Change(ref, Patch.merge(without(fresh, finalizer))), null, Plan::goneIsFine))
                        : Plan.NOTHING,
                Plan::goneIsFine));
    }

    private static ObjectNode without(ApiObject object, String finalizer) {
        ObjectNode patch = Json.object();
        ObjectNode meta = patch.putObject("metadata").put("resourceVersion", object.resourceVersion());
        ArrayNode kept = meta.putArray("finalizers");
        object.finalizers().stream().filter(f -> !f.equals(finalizer)).forEach(kept::add);
        return patch;
    }
}
