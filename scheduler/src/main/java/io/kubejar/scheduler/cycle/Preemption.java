package io.kubejar.scheduler.cycle;

import io.kubejar.core.object.Json;
import io.kubejar.scheduler.pod.PodInfo;
import io.kubejar.scheduler.snapshot.NodeInfo;
import io.kubejar.scheduler.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which pods of lower priority would have to leave a node so that a pod fits. Disruption budgets are not asked. Upstream:
 * SelectVictimsOnNode and pickOneNodeForPreemption, pkg/scheduler/framework/preemption, v1.36.
 */
public final class Preemption {
    /** What is said while pods that were asked to leave are still on their way. */
    public static final String UNDER_WAY =
            Diagnosis.room("preemption: not eligible due to a terminating pod on the nominated node.");

    /** A node with the pods that have to leave it, the most important first. */
    public record Candidate(String node, List<PodInfo> victims) {
        private long highest() {
            return victims.get(0).priority();
        }

        private long sum() {
            return victims.stream().mapToLong(PodInfo::priority).sum();
        }
    }

    private static final Comparator<PodInfo> MOST_IMPORTANT_FIRST = Comparator.comparingLong(PodInfo::priority)
            .reversed()
            .thenComparing(p -> Json.textOr(p.pod().status(), "9", "startTime"));

    private Preemption() {}

    /** Whether the pod may make others leave. */
    static boolean mayPreempt(PodInfo pod) {
        return !"Never".equals(Json.text(pod.pod().spec(), "preemptionPolicy"));
    }

    /**
     * The best node to make room on; null when there is none.
     *
     * @param nodes the names of the nodes on which it may help when pods leave
     */
    public static @Nullable Candidate find(Cycle cycle, Snapshot snapshot, PodInfo pod, List<String> nodes) {
        if (!mayPreempt(pod)) {
            return null;
        }
        List<Candidate> candidates = new ArrayList<>();
        for (String name : nodes) {
            NodeInfo node = snapshot.node(name);
            Candidate candidate = node == null ? null : candidate(cycle, snapshot, pod, node);
            if (candidate != null) {
                candidates.add(candidate);
            }
        }
        return candidates.stream()
                .min(Comparator.comparingLong(Candidate::highest)
                        .thenComparingLong(Candidate::sum)
                        .thenComparingInt(c -> c.victims().size())
                        .thenComparing(Candidate::node))
                .orElse(null);
    }

    /** Whether pods that an earlier preemption has asked to leave are still on their way. */
    public static boolean isUnderWay(Snapshot snapshot, PodInfo pod) {
        NodeInfo node = snapshot.node(Json.textOr(pod.pod().status(), "", "nominatedNodeName"));
        return node != null
                && node.pods().stream()
                        .anyMatch(p -> p.priority() < pod.priority() && p.pod().isTerminating());
    }

    private static @Nullable Candidate candidate(Cycle cycle, Snapshot snapshot, PodInfo pod, NodeInfo node) {
        List<PodInfo> lower = node.pods().stream()
                .filter(p -> p.priority() < pod.priority())
                .sorted(MOST_IMPORTANT_FIRST)
                .toList();
        if (lower.isEmpty()) {
            return null;
        }
        Set<String> leaving = new HashSet<>();
        lower.forEach(p -> leaving.add(p.pod().uid()));
        if (!cycle.fits(snapshot.without(node.name(), leaving), pod, node.name())) {
            return null;
        }
        List<PodInfo> victims = new ArrayList<>();
        for (PodInfo spared : lower) { // the most important ones stay if they can
            leaving.remove(spared.pod().uid());
            if (!cycle.fits(snapshot.without(node.name(), leaving), pod, node.name())) {
                leaving.add(spared.pod().uid());
                victims.add(spared);
            }
        }
        return victims.isEmpty() ? null : new Candidate(node.name(), victims);
    }
}
