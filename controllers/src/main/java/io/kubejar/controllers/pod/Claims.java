package io.kubejar.controllers.pod;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.Patch;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.informer.Lister;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.LabelSelector;
import io.kubejar.core.object.ObjectKey;
import io.kubejar.core.object.OwnerReference;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Sources;
import io.kubejar.core.reconcile.Write;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Whose an object is: an owner takes in orphans that its selector matches and lets go those that it no longer does.
 * Upstream: PodControllerRefManager, pkg/controller/controller_ref_manager.go, v1.36.
 *
 * @param owned the objects that are the owner's, taken-in ones included
 * @param plan the patches that take in and let go
 */
public record Claims(List<ApiObject> owned, Plan plan) {
    /** Sorts pods. */
    public static Claims of(ApiObject owner, LabelSelector selector, Collection<ApiObject> pods) {
        return of(owner, selector, pods, Resources.PODS);
    }

    /** What an owner has to look at: what it controls and what nobody does, and nothing else of its namespace. */
    public static List<ApiObject> candidates(ApiObject owner, Lister objects) {
        List<ApiObject> out = new ArrayList<>(objects.ownedBy(owner.uid()));
        out.addAll(objects.orphans(owner.namespace()));
        return out;
    }

    /** Sorts the objects of any resource that an owner may control. */
    public static Claims of(ApiObject owner, LabelSelector selector, Collection<ApiObject> candidates, Gvr resource) {
        return of(owner, (Predicate<ApiObject>) selector::matches, candidates, resource);
    }

    /** Sorts the objects of any resource that an owner may control, by more than labels. */
    public static Claims of(
            ApiObject owner, Predicate<ApiObject> wanted, Collection<ApiObject> candidates, Gvr resource) {
        List<ApiObject> owned = new ArrayList<>();
        Plan.Builder plan = Plan.builder();
        for (ApiObject candidate : candidates) {
            OwnerReference controller = candidate.controller();
            if (controller != null) {
                if (controller.uid().equals(owner.uid())) {
                    if (wanted.test(candidate)) {
                        owned.add(candidate);
                    } else if (!owner.isTerminating()) {
                        release(owner, candidate, resource, plan);
                    }
                }
            } else if (!owner.isTerminating() && !candidate.isTerminating() && wanted.test(candidate)) {
                adopt(owner, candidate, resource, plan);
                owned.add(candidate);
            }
        }
        return new Claims(owned, plan.build());
    }

    private static void adopt(ApiObject owner, ApiObject orphan, Gvr resource, Plan.Builder plan) {
        ObjectNode meta = Json.object();
        meta.put("uid", orphan.uid());
        ArrayNode references = meta.putArray("ownerReferences");
        orphan.metadata().path("ownerReferences").forEach(r -> references.add(r.deepCopy()));
        references.add(OwnerReference.controllerOf(owner).toJson());
        patch(orphan, meta, resource, plan);
    }

    private static void release(ApiObject owner, ApiObject object, Gvr resource, Plan.Builder plan) {
        ObjectNode meta = Json.object();
        meta.put("uid", object.uid());
        ArrayNode references = meta.putArray("ownerReferences");
        object.metadata().path("ownerReferences").forEach(r -> {
            if (!owner.uid().equals(Json.text(r, "uid"))) {
                references.add(r.deepCopy());
            }
        });
        patch(object, meta, resource, plan);
    }

    private static void patch(ApiObject object, ObjectNode meta, Gvr resource, Plan.Builder plan) {
        ObjectNode body = Json.object();
        body.set("metadata", meta);
        plan.write(
                new Write.Change(ResourceRef.to(resource, object), Patch.merge(body)),
                null,
                refusal -> refusal.code() == 404 || refusal.code() == 422 ? Plan.NOTHING : failed(refusal));
    }

    private static Plan failed(io.kubejar.core.error.StatusException refusal) {
        return new Plan(List.of(new Plan.Fail(refusal)), null);
    }

    /** A mapping by which an orphan wakes every owner whose {@code spec.selector} matches it. */
    public static Sources.Mapping orphansWake(Lister owners) {
        return (before, after) -> {
            if (after == null || after.controller() != null) {
                return List.of();
            }
            Map<String, String> labels = after.labels();
            List<ObjectKey> keys = new ArrayList<>();
            for (ApiObject owner : owners.in(after.namespace())) {
                if (!labels.isEmpty()
                        && LabelSelector.of(owner.spec().path("selector")).matches(labels)) {
                    keys.add(owner.key());
                }
            }
            return keys;
        };
    }
}
