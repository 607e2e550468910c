package io.kubejar.controllers.replicaset;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.controllers.pod.Claims;
import io.kubejar.controllers.pod.DeletionOrder;
import io.kubejar.controllers.pod.PodTemplates;
import io.kubejar.controllers.pod.Pods;
import io.kubejar.controllers.pod.Refusals;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.informer.Lister;
import io.kubejar.core.informer.Listers;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.LabelSelector;
import io.kubejar.core.object.ObjectKey;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.Controller;
import io.kubejar.core.reconcile.EventNote;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Sources;
import io.kubejar.core.reconcile.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps as many pods as a ReplicaSet asks for. Upstream: pkg/controller/replicaset/replica_set.go (syncReplicaSet,
 * manageReplicas), v1.36.
 */
public final class ReplicaSetController implements Controller {
    /** Most pods that one look creates or deletes. Upstream: BurstReplicas. */
    private static final int BURST = 500;

    private final Lister sets;
    private final Lister pods;

    /** Reads ReplicaSets and pods. */
    public ReplicaSetController(Listers listers) {
        sets = listers.of(Resources.REPLICA_SETS);
        pods = listers.of(Resources.PODS);
    }

    @Override
    public String name() {
        return "replicaset-controller";
    }

    @Override
    public void sources(Sources sources) {
        sources.onSelf(Resources.REPLICA_SETS)
                .onOwned(Resources.PODS, "apps", "ReplicaSet")
                .on(Resources.PODS, Claims.orphansWake(sets));
    }

    @Override
    public Plan reconcile(ObjectKey key, Instant now) {
        ApiObject set = sets.get(key);
        if (set == null) {
            return Plan.NOTHING;
        }
        LabelSelector selector = LabelSelector.of(set.spec().path("selector"));
        Claims claims = Claims.of(set, selector, Claims.candidates(set, pods));
        List<ApiObject> active = claims.owned().stream().filter(Pods::isActive).toList();
        List<ApiObject> terminating = claims.owned().stream()
                .filter(pod -> pod.isTerminating() && !Pods.isFinished(pod))
                .toList();
        Plan.Builder plan = Plan.builder().all(claims.plan());
        if (!set.isTerminating()) {
            scale(set, active, now, plan);
        }
        status(set, active, terminating.size(), null, now, plan);
        return plan.build();
    }

    private void scale(ApiObject set, List<ApiObject> active, Instant now, Plan.Builder plan) {
        int wanted = (int) Json.number(set.spec(), 1, "replicas");
        int missing = wanted - active.size();
        if (missing > 0) {
            for (int i = 0; i < Math.min(missing, BURST); i++) {
                create(set, active, now, plan);
            }
        } else if (missing < 0) {
            var related = related(set);
            for (ApiObject pod :
                    DeletionOrder.first(Math.min(-missing, BURST), active, DeletionOrder.byNode(related), now)) {
                plan.delete(ResourceRef.to(Resources.PODS, pod), DeleteOptions.ofUid(pod.uid()));
                plan.event(EventNote.normal(set, "SuccessfulDelete", "Deleted pod: " + pod.name()));
            }
        }
    }

    private void create(ApiObject set, List<ApiObject> active, Instant now, Plan.Builder plan) {
        plan.write(
                new Write.Create(ResourceRef.of(Resources.PODS, set.namespace()), PodTemplates.podOf(set)),
                pod -> Plan.event(EventNote.normal(set, "SuccessfulCreate", "Created pod: " + pod.name())),
                refusal -> refused(set, active, refusal, now));
    }

    /** The server took no pod: say so in an event and in the status, and come back later. */
    private Plan refused(ApiObject set, List<ApiObject> active, StatusException refusal, Instant now) {
        if (Refusals.isNamespaceTerminating(refusal)) {
            return Plan.NOTHING;
        }
        Plan.Builder plan = Plan.builder();
        plan.event(EventNote.warning(set, "FailedCreate", "Error creating: " + refusal.getMessage()));
        status(set, active, 0, refusal, now, plan);
        return new Plan(
                Stream.concat(plan.build().steps().stream(), Stream.of(new Plan.Fail(refusal)))
                        .toList(),
                null);
    }

    private void status(
            ApiObject set,
            List<ApiObject> active,
            int terminating,
            @Nullable StatusException refusal,
            Instant now,
            Plan.Builder plan) {
        Duration minReady = Duration.ofSeconds(Json.number(set.spec(), 0, "minReadySeconds"));
        ObjectNode status = ReplicaSetStatus.of(set, active, terminating, refusal, minReady, now);
        if (!status.equals(set.status())) {
            plan.update(ResourceRef.to(Resources.REPLICA_SETS, set).sub("status"), set.withStatus(status));
        }
        Pods.nextAvailable(active, minReady, now).ifPresent(plan::lookAgain);
    }

    /** Pods of all ReplicaSets of the same Deployment: what spreads together. Upstream: getIndirectlyRelatedPods. */
    private List<ApiObject> related(ApiObject set) {
        var owner = set.controller();
        return sets.in(set.namespace()).stream()
                .filter(other -> other.uid().equals(set.uid()) || (owner != null && other.isControlledBy(owner.uid())))
                .flatMap(other -> pods.ownedBy(other.uid()).stream())
                .toList();
    }
}
