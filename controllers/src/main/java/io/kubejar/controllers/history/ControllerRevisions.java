package io.kubejar.controllers.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.controllers.pod.Claims;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.Patch;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.error.Reason;
import io.kubejar.core.informer.Lister;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.LabelSelector;
import io.kubejar.core.object.OwnerReference;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Write;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The history of a workload's template as ControllerRevisions. Upstream: pkg/controller/history/controller_history.go, and
 * getPatch and ApplyRevision of the StatefulSet and DaemonSet controllers, v1.36. What a revision holds is compared as JSON.
 */
public final class ControllerRevisions {
    private static final int PREFIX_LENGTH_MAX = 223;

    private static final Comparator<ApiObject> ORDER = Comparator.comparingLong(ControllerRevisions::number)
            .thenComparing(ControllerRevisions::created)
            .thenComparing(ApiObject::name);

    private ControllerRevisions() {}

    private static Instant created(ApiObject revision) {
        Instant created = revision.created();
        return created == null ? Instant.EPOCH : created;
    }

    /** Its place in the history. */
    public static long number(ApiObject revision) {
        return Json.number(revision.tree(), 0, "revision");
    }

    /** The owner's revisions and the orphans that it could take in, oldest first. */
    public static List<ApiObject> of(ApiObject owner, Lister revisions) {
        LabelSelector selector = LabelSelector.of(owner.spec().path("selector"));
        return Claims.candidates(owner, revisions).stream()
                .filter(selector::matches)
                .sorted(ORDER)
                .toList();
    }

    /** The plan that makes the owner the controller of the orphans among its revisions. */
    public static Plan adoptions(ApiObject owner, List<ApiObject> revisions) {
        Plan.Builder plan = Plan.builder();
        for (ApiObject revision : revisions) {
            if (revision.controller() == null) {
                ObjectNode body = Json.object();
                ObjectNode meta = body.putObject("metadata").put("uid", revision.uid());
                meta.putArray("ownerReferences")
                        .addAll(references(revision))
                        .add(OwnerReference.controllerOf(owner).toJson());
                plan.patch(ref(revision), Patch.merge(body));
            }
        }
        return plan.build();
    }

    private static ArrayNode references(ApiObject object) {
        return object.metadata().path("ownerReferences") instanceof ArrayNode there ? there.deepCopy() : Json.array();
    }

    /** What a revision of the owner's template holds: a strategic merge patch that puts the template back. */
    public static ObjectNode data(ApiObject owner) {
        JsonNode template = owner.spec().path("template");
        ObjectNode copy = template.isObject() ? template.deepCopy() : Json.object();
        copy.put("$patch", "replace");
        ObjectNode data = Json.object();
        data.putObject("spec").set("template", copy);
        return data;
    }

    /** The owner with the template of a revision. */
    public static ApiObject apply(ApiObject owner, ApiObject revision) {
        JsonNode template = Json.at(revision.tree(), "data", "spec", "template");
        if (!template.isObject()) {
            return owner;
        }
        ObjectNode copy = template.deepCopy();
        copy.remove("$patch");
        return owner.edit(root -> Json.child(root, "spec").set("template", copy));
    }

    /** Whether two revisions hold the same. */
    public static boolean same(ApiObject one, ApiObject other) {
        return one.tree().path("data").equals(other.tree().path("data"));
    }

    /**
     * A new revision of the owner's template.
     *
     * @param hashLabel the label that carries its hash
     * @param hash what its name ends with
     */
    public static ApiObject make(ApiObject owner, long number, String hashLabel, String hash) {
        ObjectNode data = data(owner);
        String prefix = owner.name();
        String name = prefix.substring(0, Math.min(prefix.length(), PREFIX_LENGTH_MAX)) + "-" + hash;
        return ApiObject.of(new Gvk("apps", "v1", "ControllerRevision"), owner.namespace(), name)
                .edit(root -> {
                    ObjectNode meta = Json.child(root, "metadata");
                    Map<String, String> labels = Json.map(owner.at("spec", "template", "metadata", "labels"));
                    meta.set("labels", Json.of(labels).put(hashLabel, hash));
                    if (!owner.annotations().isEmpty()) {
                        meta.set("annotations", Json.of(owner.annotations()));
                    }
                    meta.putArray("ownerReferences")
                            .add(OwnerReference.controllerOf(owner).toJson());
                    root.set("data", data);
                    root.put("revision", number);
                });
    }

    /**
     * The plan that creates a revision. When its name is taken by one that holds something else, the owner's {@code
     * status.collisionCount} is raised, and another name is tried next.
     */
    public static Plan create(ApiObject owner, Gvr resource, ApiObject revision) {
        return Plan.of(new Plan.Do(
                new Write.Create(ResourceRef.of(Resources.CONTROLLER_REVISIONS, owner.namespace()), revision),
                null,
                refusal -> {
                    Plan.Builder plan = Plan.builder();
                    if (refusal.is(Reason.ALREADY_EXISTS)) {
                        int collisions = (int) Json.number(owner.status(), 0, "collisionCount") + 1;
                        plan.update(
                                ResourceRef.to(resource, owner).sub("status"),
                                owner.edit(root -> Json.child(root, "status").put("collisionCount", collisions)));
                    }
                    return plan.step(new Plan.Fail(refusal)).build();
                }));
    }

    /** The plan that gives a revision another place in the history. */
    public static Plan renumber(ApiObject revision, long number) {
        ApiObject after = revision.edit(root -> root.put("revision", number));
        return Plan.builder().update(ref(revision), after).build();
    }

    /** Adds the removal of the oldest revisions beyond the limit that are not live. */
    public static void truncate(List<ApiObject> revisions, Set<String> live, long limit, Plan.Builder plan) {
        List<ApiObject> idle = revisions.stream()
                .filter(revision -> !live.contains(revision.name()))
                .toList();
        idle.stream()
                .limit(Math.max(0, idle.size() - limit))
                .forEach(revision -> plan.delete(ref(revision), DeleteOptions.NONE));
    }

    private static ResourceRef ref(ApiObject revision) {
        return ResourceRef.to(Resources.CONTROLLER_REVISIONS, revision);
    }
}
