package io.kubejar.controllers.statefulset;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.OwnerReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Whose a claim is under {@code spec.persistentVolumeClaimRetentionPolicy}: the set's, so that it goes with it, the pod's,
 * so that it goes when the pod is scaled away, or nobody's. Upstream: isClaimOwnerUpToDate and its neighbours in
 * pkg/controller/statefulset/stateful_set_utils.go, v1.36.
 */
final class ClaimOwners {
    private final ApiObject claim;
    private final ApiObject set;
    private final ApiObject pod;
    private final List<OwnerReference> owners;

    private ClaimOwners(ApiObject claim, ApiObject set, ApiObject pod) {
        this.claim = claim;
        this.set = set;
        this.pod = pod;
        this.owners = claim.ownerReferences();
    }

    /** The owners of a claim of a pod. */
    static ClaimOwners of(ApiObject claim, ApiObject set, ApiObject pod) {
        return new ClaimOwners(claim, set, pod);
    }

    /** Whether the claim belongs to an earlier pod of the same name, and will go with it. */
    static boolean isStale(ApiObject claim, ApiObject pod) {
        return claim.ownerReferences().stream()
                .filter(owner -> names(owner, pod, "v1", "Pod"))
                .findFirst()
                .map(owner -> !owner.uid().equals(pod.uid()))
                .orElse(false);
    }

    /** Whether the owners are as the policy wants them. */
    boolean areRight() {
        boolean staleSet = owners.stream()
                .filter(this::namesSet)
                .findFirst()
                .map(owner -> !owner.uid().equals(set.uid()))
                .orElse(false);
        if (staleSet || isStale(claim, pod)) {
            return true;
        }
        boolean bySet = has(set.uid());
        boolean byPod = has(pod.uid());
        if (hasStrangeController()) {
            return !bySet && !byPod;
        }
        boolean asController = owners.stream()
                .filter(owner -> owner.uid().equals(set.uid()) || owner.uid().equals(pod.uid()))
                .allMatch(OwnerReference::controller);
        return asController && bySet == shouldBeSets() && byPod == shouldBePods();
    }

    private boolean has(String uid) {
        return owners.stream().anyMatch(owner -> owner.uid().equals(uid));
    }

    private boolean isScaledAway() {
        return !StatefulSets.isInRange(set, Identity.ordinal(pod));
    }

    private boolean shouldBePods() {
        return StatefulSets.deletesClaimsWithPods(set) && isScaledAway();
    }

    private boolean shouldBeSets() {
        return StatefulSets.deletesClaimsWithSet(set) && !shouldBePods();
    }

    /** Whether somebody else controls the claim, so that the policy cannot hold. Upstream: hasUnexpectedController. */
    boolean hasStrangeController() {
        if (!StatefulSets.deletesClaimsWithSet(set) && !StatefulSets.deletesClaimsWithPods(set)) {
            return false;
        }
        for (OwnerReference owner : owners) {
            if (namesSet(owner)) {
                if (!owner.uid().equals(set.uid())) {
                    return true;
                }
            } else if (names(owner, pod, "v1", "Pod")) {
                if (!owner.uid().equals(pod.uid())) {
                    return true;
                }
            } else if (owner.controller()) {
                return true;
            }
        }
        return false;
    }

    private boolean namesSet(OwnerReference owner) {
        return names(owner, set, "apps/v1", "StatefulSet");
    }

    private static boolean names(OwnerReference owner, ApiObject object, String apiVersion, String kind) {
        return owner.apiVersion().equals(apiVersion)
                && owner.kind().equals(kind)
                && owner.name().equals(object.name());
    }

    /** The claim with the owners that the policy wants. Upstream: updateClaimOwnerRefForSetAndPod. */
    ApiObject corrected() {
        Predicate<OwnerReference> ours = owner -> namesSet(owner) || names(owner, pod, "v1", "Pod");
        List<OwnerReference> after = new ArrayList<>(owners);
        after.removeIf(ours);
        if (!hasStrangeController()) {
            if (shouldBeSets()) {
                after.add(new OwnerReference("apps/v1", "StatefulSet", set.name(), set.uid(), true, true));
            }
            if (shouldBePods()) {
                after.add(new OwnerReference(
                        new Gvk("", "v1", "Pod").apiVersion(), "Pod", pod.name(), pod.uid(), true, true));
            }
        }
        return claim.edit(root -> {
            ArrayNode references = Json.array();
            after.forEach(owner -> references.add(owner.toJson()));
            Json.child(root, "metadata").set("ownerReferences", references);
        });
    }
}
