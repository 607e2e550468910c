package io.kubejar.controllers.pod;

import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which pods go first when there are too many: those that would be missed least. Upstream: ActivePodsWithRanks,
 * pkg/controller/controller_utils.go, v1.36.
 */
public final class DeletionOrder {
    private static final String COST = "controller.kubernetes.io/pod-deletion-cost";

    private DeletionOrder() {}

    /**
     * The first pods to delete.
     *
     * @param rank how many related pods stand on the same node: a pod with many goes before one with few
     */
    public static List<ApiObject> first(
            int count, Collection<ApiObject> pods, ToIntFunction<ApiObject> rank, Instant now) {
        List<ApiObject> sorted = new ArrayList<>(pods);
        sorted.sort(order(rank, now));
        return sorted.subList(0, Math.min(count, sorted.size()));
    }

    private static Comparator<ApiObject> order(ToIntFunction<ApiObject> rank, Instant now) {
        return Comparator.<ApiObject, Boolean>comparing(
                        pod -> !Pods.nodeName(pod).isEmpty())
                .thenComparing(DeletionOrder::phaseRank)
                .thenComparing(Pods::isReady)
                .thenComparing(DeletionOrder::cost)
                .thenComparing(pod -> -rank.applyAsInt(pod))
                .thenComparing(pod -> -logarithm(Pods.readySince(pod), now))
                .thenComparing(pod -> -Pods.maxRestarts(pod))
                .thenComparing(pod -> -logarithm(pod.created(), now))
                .thenComparing(ApiObject::uid);
    }

    private static int phaseRank(ApiObject pod) {
        return switch (Pods.phase(pod)) {
            case "Pending" -> 0;
            case "Unknown" -> 1;
            default -> 2;
        };
    }

    private static int cost(ApiObject pod) {
        String cost = pod.annotation(COST);
        try {
            return cost == null ? 0 : Integer.parseInt(cost);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Ages count by their order of magnitude only, so that which of two alike goes is not always the younger one. */
    private static int logarithm(@Nullable Instant since, Instant now) {
        if (since == null) {
            return Integer.MIN_VALUE + 1;
        }
        long seconds = Math.max(0, Duration.between(since, now).getSeconds());
        // younger first: a smaller magnitude must sort first, the caller negates
        return -(seconds == 0 ? 0 : 64 - Long.numberOfLeadingZeros(seconds));
    }

    /** The rank by which ReplicaSets spread: pods of the same owner's owner on the pod's node. */
    public static ToIntFunction<ApiObject> byNode(Collection<ApiObject> related) {
        return pod -> (int) related.stream()
                .filter(other -> Pods.isActive(other)
                        && !Pods.nodeName(other).isEmpty()
                        && Pods.nodeName(other).equals(Json.textOr(pod.spec(), "", "nodeName")))
                .count();
    }
}
