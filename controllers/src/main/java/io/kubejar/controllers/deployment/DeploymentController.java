package io.kubejar.controllers.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.controllers.pod.Claims;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.informer.Lister;
import io.kubejar.core.informer.Listers;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.LabelSelector;
import io.kubejar.core.object.ObjectKey;
import io.kubejar.core.object.OwnerReference;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.Controller;
import io.kubejar.core.reconcile.EventNote;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Sources;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rolls the pods of a Deployment from one template to the next. Upstream: pkg/controller/deployment/deployment_controller.go
 * (syncDeployment), v1.36.
 *
 * <p>Each look makes one step, whose effect wakes the next: a ReplicaSet is taken in, annotated, created or scaled, and the
 * status says how far it has come.
 */
public final class DeploymentController implements Controller {
    private final Lister deployments;
    private final Lister sets;
    private final Lister pods;

    /** Reads Deployments, ReplicaSets and pods. */
    public DeploymentController(Listers listers) {
        deployments = listers.of(Resources.DEPLOYMENTS);
        sets = listers.of(Resources.REPLICA_SETS);
        pods = listers.of(Resources.PODS);
    }

    @Override
    public String name() {
        return "deployment-controller";
    }

    @Override
    public void sources(Sources sources) {
        sources.onSelf(Resources.DEPLOYMENTS)
                .onOwned(Resources.REPLICA_SETS, "apps", "Deployment")
                .on(Resources.REPLICA_SETS, Claims.orphansWake(deployments))
                .on(Resources.PODS, this::goneFrom);
    }

    /** A pod that is gone wakes a Deployment that waits for the end of its old pods. */
    private Collection<ObjectKey> goneFrom(@Nullable ApiObject before, @Nullable ApiObject after) {
        OwnerReference owner = after != null || before == null ? null : before.controller();
        if (before == null || owner == null || !owner.kind().equals("ReplicaSet")) {
            return List.of();
        }
        ApiObject set = sets.get(before.namespace(), owner.name());
        OwnerReference deployment = set == null ? null : set.controller();
        ApiObject found = deployment == null ? null : deployments.get(before.namespace(), deployment.name());
        return found == null || Deployments.isRolling(found) ? List.of() : List.of(found.key());
    }

    @Override
    public Plan reconcile(ObjectKey key, Instant now) {
        ApiObject deployment = deployments.get(key);
        if (deployment == null) {
            return Plan.NOTHING;
        }
        JsonNode selector = deployment.spec().path("selector");
        if (selector.isObject() && selector.isEmpty()) {
            return selectsAll(deployment);
        }
        Claims claims = Claims.of(
                deployment, LabelSelector.of(selector), Claims.candidates(deployment, sets), Resources.REPLICA_SETS);
        return claims.plan().steps().isEmpty() ? step(deployment, claims.owned(), now) : claims.plan();
    }

    private static Plan selectsAll(ApiObject deployment) {
        Plan.Builder plan = Plan.builder()
                .event(EventNote.warning(
                        deployment,
                        "SelectingAll",
                        "This deployment is selecting all pods. A non-empty selector is required."));
        if (Json.number(deployment.status(), 0, "observedGeneration") < deployment.generation()) {
            plan.update(
                    ResourceRef.to(Resources.DEPLOYMENTS, deployment).sub("status"),
                    deployment.edit(root ->
                            Json.child(root, "status").put("observedGeneration", (int) deployment.generation())));
        }
        return plan.build();
    }

    private Plan step(ApiObject stored, List<ApiObject> owned, Instant now) {
        ApiObject deployment = stored.isTerminating() ? stored : Conditions.withPause(stored, now);
        ApiObject newSet = Sets.newOf(deployment, owned);
        List<ApiObject> old = owned.stream()
                .filter(set -> !set.equals(newSet))
                .sorted(Sets.BY_AGE)
                .toList();
        if (newSet != null) {
            ApiObject current = current(deployment, newSet, old);
            if (!current.equals(newSet)) {
                return Plan.builder()
                        .update(ResourceRef.to(Resources.REPLICA_SETS, current), current)
                        .build();
            }
            deployment = found(Revisions.withRevision(deployment, newSet.annotation(Revisions.REVISION)), newSet, now);
        }
        View view = new View(stored, deployment, newSet, old);
        if (deployment.isTerminating()) {
            Plan.Builder plan = Plan.builder();
            DeploymentStatus.write(view, now, plan);
            return plan.build();
        }
        return step(view, now);
    }

    /** The new set as it should be: its annotations and {@code minReadySeconds}. */
    private static ApiObject current(ApiObject deployment, ApiObject newSet, List<ApiObject> old) {
        ApiObject annotated = Revisions.annotated(deployment, newSet, Revisions.max(old) + 1, false);
        long minReady = Json.number(deployment.spec(), 0, "minReadySeconds");
        return Json.number(annotated.spec(), 0, "minReadySeconds") == minReady
                ? annotated
                : annotated.edit(root -> NewSet.putMinReady(deployment, Json.child(root, "spec")));
    }

    /** A Deployment whose set was there before it: progress counts from now. */
    private static ApiObject found(ApiObject deployment, ApiObject newSet, Instant now) {
        if (!Deployments.hasDeadline(deployment)
                || Conditions.get(deployment.status(), Conditions.PROGRESSING) != null) {
            return deployment;
        }
        String message = "Found new replica set \"" + newSet.name() + "\"";
        return Conditions.with(
                deployment, Conditions.of(Conditions.PROGRESSING, "True", "FoundNewReplicaSet", message, now));
    }

    private Plan step(View view, Instant now) {
        ApiObject newSet = view.newSet();
        ApiObject deployment = view.deployment();
        Long rollback = Rollback.wanted(deployment);
        boolean paused = Deployments.isPaused(deployment);
        if (!paused && rollback != null) {
            return newSet == null ? NewSet.create(view, sets, now) : Rollback.to(view, rollback);
        }
        if (paused || Scaling.isDue(view)) {
            Plan.Builder plan = Plan.builder();
            Scaling.scale(view, plan);
            if (paused && rollback == null) {
                Rollout.cleanUp(view, plan);
            }
            DeploymentStatus.write(view, now, plan);
            return plan.build();
        }
        boolean rolling = Deployments.isRolling(deployment);
        if (!rolling && !Rollout.oldIsGone(view, pods)) {
            return Rollout.stopOld(view, now);
        }
        if (newSet == null) {
            return NewSet.create(view, sets, now);
        }
        return rolling ? Rollout.rolling(view, newSet, now) : Rollout.startNew(view, newSet, now);
    }
}
