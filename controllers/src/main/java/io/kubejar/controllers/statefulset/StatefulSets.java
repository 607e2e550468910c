package io.kubejar.controllers.statefulset;

import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.time.Duration;

/** Questions about a StatefulSet. Upstream: pkg/controller/statefulset/stateful_set_utils.go, v1.36. */
final class StatefulSets {
    private StatefulSets() {}

    /** {@code spec.replicas}. */
    static int replicas(ApiObject set) {
        return (int) Json.number(set.spec(), 1, "replicas");
    }

    /** The ordinal of the first pod. */
    static int start(ApiObject set) {
        return (int) Json.number(set.spec(), 0, "ordinals", "start");
    }

    /** Whether the set shall have a pod of this ordinal. */
    static boolean isInRange(ApiObject set, int ordinal) {
        return ordinal >= start(set) && ordinal < start(set) + replicas(set);
    }

    /** Whether one pod waits for another. */
    static boolean isOrdered(ApiObject set) {
        return !Json.textOr(set.spec(), "OrderedReady", "podManagementPolicy").equals("Parallel");
    }

    /** Whether the controller replaces the pods of an old template itself. */
    static boolean isRolling(ApiObject set) {
        return Json.textOr(set.spec(), "RollingUpdate", "updateStrategy", "type")
                .equals("RollingUpdate");
    }

    /** Whether it was said how far to roll. */
    static boolean hasPartition(ApiObject set) {
        return set.at("spec", "updateStrategy", "rollingUpdate").isObject();
    }

    /** How many pods keep the old template; 0 when it was not said. */
    static int partition(ApiObject set) {
        return (int) Json.number(set.spec(), 0, "updateStrategy", "rollingUpdate", "partition");
    }

    /** How long a pod must be ready to be available. */
    static Duration minReady(ApiObject set) {
        return Duration.ofSeconds(Json.number(set.spec(), 0, "minReadySeconds"));
    }

    /** Whether claims go with the set. */
    static boolean deletesClaimsWithSet(ApiObject set) {
        return deletes(set, "whenDeleted");
    }

    /** Whether claims go with pods that are scaled away. */
    static boolean deletesClaimsWithPods(ApiObject set) {
        return deletes(set, "whenScaled");
    }

    private static boolean deletes(ApiObject set, String when) {
        return "Delete".equals(Json.text(set.spec(), "persistentVolumeClaimRetentionPolicy", when));
    }
}
