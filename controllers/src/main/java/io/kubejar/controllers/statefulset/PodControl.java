package io.kubejar.controllers.statefulset;

import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.informer.Lister;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.EventNote;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Write;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Plans the writes of pods and their claims, with their events. Upstream:
 * pkg/controller/statefulset/stateful_pod_control.go, v1.36.
 */
final class PodControl {
    private final ApiObject set;
    private final Lister claims;
    private final Plan atFailure;
    private final Plan.Builder plan;

    /**
     * Adds to a plan.
     *
     * @param atFailure what is still to be done when a write fails, before giving up: the status
     */
    PodControl(ApiObject set, Lister claims, Plan atFailure, Plan.Builder plan) {
        this.set = set;
        this.claims = claims;
        this.atFailure = atFailure;
        this.plan = plan;
    }

    /** Creates a pod that is not there, its missing claims before it. */
    void create(ApiObject pod) {
        if (!createClaims(pod, true)) {
            return;
        }
        plan.write(
                new Write.Create(ResourceRef.of(Resources.PODS, set.namespace()), pod),
                stored -> retain(stored, Plan.builder())
                        .event(succeeded("create", pod))
                        .build(),
                refusal -> refusal.is(Reason.ALREADY_EXISTS)
                        ? giveUp(Plan.builder(), refusal)
                        : failed("create", pod, refusal.getMessage(), refusal));
    }

    /** Creates what is missing of a waiting pod's claims. */
    void completeClaims(ApiObject pod) {
        if (createClaims(pod, false)) {
            retain(pod, plan);
        }
    }

    /** Deletes a pod; one that is gone is told of all the same. */
    void delete(ApiObject pod) {
        Plan told = Plan.event(succeeded("delete", pod));
        plan.write(
                new Write.Delete(ResourceRef.to(Resources.PODS, pod), DeleteOptions.NONE),
                stored -> told,
                refusal -> refusal.code() == 404 ? told : failed("delete", pod, refusal.getMessage(), refusal));
    }

    /** Gives a pod its labels, volumes and claims back when it has lost them. Upstream: UpdateStatefulPod. */
    void match(ApiObject pod) {
        ApiObject after = Identity.matching(set, pod);
        if (after.equals(pod) && claimsAreRight(pod)) {
            return;
        }
        if (!after.spec().equals(pod.spec()) && !createClaims(pod, false)) {
            return;
        }
        retain(pod, plan);
        plan.write(
                new Write.Update(ResourceRef.to(Resources.PODS, after), after),
                stored -> Plan.event(succeeded("update", pod)),
                refusal -> failed("update", pod, refusal.getMessage(), refusal));
    }

    /** Whether a claim is still the one of an earlier pod and will go with it. Upstream: PodClaimIsStale. */
    boolean hasStaleClaim(ApiObject pod) {
        return StatefulSets.deletesClaimsWithPods(set)
                && Identity.claims(set, Identity.ordinal(pod)).stream()
                        .map(claim -> claims.get(claim.key()))
                        .anyMatch(claim -> claim != null && ClaimOwners.isStale(claim, pod));
    }

    /** Gives the claims of a pod the owners that the retention policy wants. */
    void retain(ApiObject pod) {
        retain(pod, plan);
    }

    private boolean claimsAreRight(ApiObject pod) {
        return Identity.claims(set, Identity.ordinal(pod)).stream()
                .map(claim -> claims.get(claim.key()))
                .allMatch(claim ->
                        claim == null || ClaimOwners.of(claim, set, pod).areRight());
    }

    /** Adds the creation of missing claims; false when that cannot be, because one is going. */
    private boolean createClaims(ApiObject pod, boolean tellOfPod) {
        for (ApiObject claim : Identity.claims(set, Identity.ordinal(pod))) {
            ApiObject there = claims.get(claim.key());
            if (there == null) {
                createClaim(pod, claim, tellOfPod);
            } else if (there.isTerminating()) {
                String why = "pvc " + claim.name() + " is being deleted";
                StatusException refusal = StatusException.of(Reason.CONFLICT, why);
                plan.all(tellOfPod ? failed("create", pod, why, refusal) : giveUp(Plan.builder(), refusal));
                return false;
            }
        }
        return true;
    }

    private void createClaim(ApiObject pod, ApiObject claim, boolean tellOfPod) {
        String which = "Claim " + claim.name();
        String where = " in StatefulSet " + set.name();
        plan.write(
                new Write.Create(ResourceRef.of(Resources.PERSISTENT_VOLUME_CLAIMS, set.namespace()), claim),
                stored -> Plan.event(EventNote.normal(
                        set, "SuccessfulCreate", "Create " + which + " Pod " + pod.name() + where + " success")),
                refusal -> {
                    Plan.Builder after = Plan.builder();
                    if (!refusal.is(Reason.ALREADY_EXISTS)) {
                        after.event(EventNote.warning(
                                set,
                                "FailedCreate",
                                "Create " + which + " for Pod " + pod.name() + where + " failed error: "
                                        + refusal.getMessage()));
                    }
                    String why = "failed to create PVC " + claim.name() + ": " + refusal.getMessage();
                    return tellOfPod
                            ? after.all(failed("create", pod, why, refusal)).build()
                            : giveUp(after, refusal);
                });
    }

    /** Upstream: UpdatePodClaimForRetentionPolicy. */
    private Plan.Builder retain(ApiObject pod, Plan.Builder into) {
        for (ApiObject wanted : Identity.claims(set, Identity.ordinal(pod))) {
            ApiObject claim = claims.get(wanted.key());
            if (claim == null) {
                continue;
            }
            ClaimOwners owners = ClaimOwners.of(claim, set, pod);
            if (owners.hasStrangeController()) {
                into.event(EventNote.warning(
                        set,
                        "ConflictingController",
                        "PersistentVolumeClaim " + claim.name()
                                + " has a conflicting OwnerReference that acts as a manging controller,"
                                + " the retention policy is ignored for this claim"));
            }
            if (!owners.areRight()) {
                into.write(
                        new Write.Update(ResourceRef.to(Resources.PERSISTENT_VOLUME_CLAIMS, claim), owners.corrected()),
                        null,
                        refusal -> failed(
                                "update",
                                pod,
                                "could not update claim " + claim.name() + " for delete policy ownerRefs: "
                                        + refusal.getMessage(),
                                refusal));
            }
        }
        return into;
    }

    private EventNote succeeded(String verb, ApiObject pod) {
        return EventNote.normal(set, "Successful" + title(verb), title(verb) + " " + about(pod) + " successful");
    }

    private Plan failed(String verb, ApiObject pod, @Nullable String why, StatusException refusal) {
        Plan.Builder after = Plan.builder();
        after.event(EventNote.warning(
                set, "Failed" + title(verb), title(verb) + " " + about(pod) + " failed error: " + why));
        return giveUp(after, refusal);
    }

    private String about(ApiObject pod) {
        return "Pod " + pod.name() + " in StatefulSet " + set.name();
    }

    private static String title(String verb) {
        return verb.substring(0, 1).toUpperCase(Locale.ROOT) + verb.substring(1);
    }

    private Plan giveUp(Plan.Builder after, StatusException refusal) {
        return after.all(atFailure).step(new Plan.Fail(refusal)).build();
    }
}
