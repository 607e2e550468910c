package io.kubejar.controllers.deployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.controllers.pod.Refusals;
import io.kubejar.controllers.pod.TemplateHash;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.informer.Lister;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.OwnerReference;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.EventNote;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes the ReplicaSet of a new template. Upstream: getNewReplicaSet, pkg/controller/deployment/sync.go, v1.36. */
final class NewSet {
    private static final int NAME_LENGTH_MAX = 253;

    private final View view;
    private final Lister sets;
    private final Instant now;

    private NewSet(View view, Lister sets, Instant now) {
        this.view = view;
        this.sets = sets;
        this.now = now;
    }

    /** The plan that creates the set; the rollout goes on when it is there. */
    static Plan create(View view, Lister sets, Instant now) {
        return new NewSet(view, sets, now).create();
    }

    private Plan create() {
        ApiObject made = make();
        return Plan.builder()
                .write(
                        new Write.Create(ResourceRef.of(Resources.REPLICA_SETS, made.namespace()), made),
                        this::created,
                        refusal -> refused(made, refusal))
                .build();
    }

    private ApiObject make() {
        ApiObject deployment = view.deployment();
        ObjectNode template = Sets.withoutHash(deployment.spec().path("template"));
        String hash = TemplateHash.ofTemplate(template, deployment.status().path("collisionCount"));
        ObjectNode labels = Json.child(Json.child(template, "metadata"), "labels");
        labels.put(Sets.HASH_LABEL, hash);
        ApiObject set = ApiObject.of(new Gvk("apps", "v1", "ReplicaSet"), deployment.namespace(), name(hash))
                .edit(root -> {
                    ObjectNode meta = Json.child(root, "metadata");
                    meta.set("labels", labels.deepCopy());
                    meta.putArray("ownerReferences")
                            .add(OwnerReference.controllerOf(deployment).toJson());
                    ObjectNode spec = root.putObject("spec");
                    spec.put("replicas", 0);
                    putMinReady(deployment, spec);
                    spec.set("selector", deployment.spec().path("selector").deepCopy());
                    Json.child(Json.child(spec, "selector"), "matchLabels").put(Sets.HASH_LABEL, hash);
                    spec.set("template", template);
                });
        List<ApiObject> all = new ArrayList<>(view.old());
        all.add(set);
        int size = Rollout.newSize(deployment, all, 0);
        ApiObject sized = set.edit(root -> Json.child(root, "spec").put("replicas", size));
        return Revisions.annotated(deployment, sized, revision(), true);
    }

    private long revision() {
        return Revisions.max(view.old()) + 1;
    }

    private String name(String hash) {
        String prefix = view.deployment().name();
        int length = Math.min(prefix.length(), NAME_LENGTH_MAX - 1 - hash.length());
        return prefix.substring(0, length) + "-" + hash;
    }

    /** Gives a set the Deployment's {@code minReadySeconds}. */
    static void putMinReady(ApiObject deployment, ObjectNode spec) {
        int seconds = (int) Json.number(deployment.spec(), 0, "minReadySeconds");
        if (seconds > 0) {
            spec.put("minReadySeconds", seconds);
        } else {
            spec.remove("minReadySeconds");
        }
    }

    private Plan created(ApiObject set) {
        ApiObject deployment = view.deployment();
        Plan.Builder plan = Plan.builder();
        if (Sets.wanted(set) > 0) {
            String message = "Scaled up replica set " + set.name() + " from 0 to " + Sets.wanted(set);
            plan.event(Scaling.event(deployment, message));
        }
        ApiObject after = Revisions.withRevision(deployment, Long.toString(revision()));
        if (Deployments.hasDeadline(deployment)) {
            String message = "Created new replica set \"" + set.name() + "\"";
            after = Conditions.with(
                    after, Conditions.of(Conditions.PROGRESSING, "True", "NewReplicaSetCreated", message, now));
        }
        store(after, plan);
        return plan.build();
    }

    private Plan refused(ApiObject made, StatusException refusal) {
        if (refusal.is(Reason.ALREADY_EXISTS)) {
            return taken(made, refusal);
        }
        Plan.Builder plan = Plan.builder();
        if (Refusals.isNamespaceTerminating(refusal)) {
            return Plan.NOTHING;
        }
        String message = "Failed to create new replica set \"" + made.name() + "\": " + refusal.getMessage();
        ApiObject deployment = view.deployment();
        if (Deployments.hasDeadline(deployment)) {
            store(
                    Conditions.with(
                            deployment,
                            Conditions.of(Conditions.PROGRESSING, "False", "ReplicaSetCreateError", message, now)),
                    plan);
        }
        plan.event(EventNote.warning(deployment, "ReplicaSetCreateError", message));
        return failing(plan, refusal);
    }

    /** The name is taken: by the very set that was wanted, or by one of another template with the same hash. */
    private Plan taken(ApiObject made, StatusException refusal) {
        ApiObject deployment = view.deployment();
        ApiObject there = sets.get(made.key());
        Plan.Builder plan = Plan.builder();
        if (there == null) {
            return failing(plan, refusal);
        }
        boolean same = there.isControlledBy(deployment.uid())
                && Sets.sameTemplate(
                        deployment.spec().path("template"), there.spec().path("template"));
        if (same) {
            store(Revisions.withRevision(deployment, Long.toString(revision())), plan);
            return plan.build();
        }
        int collisions = (int) Json.number(deployment.status(), 0, "collisionCount") + 1;
        store(deployment.edit(root -> Json.child(root, "status").put("collisionCount", collisions)), plan);
        return failing(plan, refusal);
    }

    private void store(ApiObject after, Plan.Builder plan) {
        if (!after.equals(view.stored())) {
            plan.update(ResourceRef.to(Resources.DEPLOYMENTS, after).sub("status"), after);
        }
    }

    private static Plan failing(Plan.Builder plan, StatusException refusal) {
        List<Plan.Step> steps = new ArrayList<>(plan.build().steps());
        steps.add(new Plan.Fail(refusal));
        return new Plan(List.copyOf(steps), null);
    }
}
