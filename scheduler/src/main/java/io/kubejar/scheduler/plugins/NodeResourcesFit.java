package io.kubejar.scheduler.plugins;

import io.kubejar.scheduler.pod.Amounts;
import io.kubejar.scheduler.pod.PodInfo;
import io.kubejar.scheduler.snapshot.NodeInfo;
import io.kubejar.scheduler.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out nodes that have not enough left, and prefers those that have most left. Upstream: plugins/noderesources
 * fit.go and least_allocated.go, v1.36.
 */
public final class NodeResourcesFit implements Plugin {
    @Override
    public String name() {
        return "NodeResourcesFit";
    }

    @Override
    public int weight() {
        return 1;
    }

    @Override
    public @Nullable Filter filter(PodInfo pod, Snapshot snapshot) {
        Amounts wanted = pod.requests();
        boolean any = !wanted.isNone();
        return node -> test(wanted, any, node);
    }

    private static @Nullable Rejection test(Amounts wanted, boolean any, NodeInfo node) {
        boolean full = node.podCount() + 1 > node.podsAllowed();
        if (!any) {
            return full ? Rejection.of("Too many pods") : null;
        }
        Amounts all = node.allocatable();
        Amounts used = node.requested();
        boolean cpu = wanted.milliCpu() > 0 && wanted.milliCpu() > all.milliCpu() - used.milliCpu();
        boolean memory = wanted.memory() > 0 && wanted.memory() > all.memory() - used.memory();
        boolean storage = wanted.storage() > 0 && wanted.storage() > all.storage() - used.storage();
        if (!full && !cpu && !memory && !storage && wanted.others().isEmpty()) {
            return null;
        }
        List<String> reasons = new ArrayList<>();
        boolean never = (cpu && wanted.milliCpu() > all.milliCpu())
                || (memory && wanted.memory() > all.memory())
                || (storage && wanted.storage() > all.storage());
        if (full) {
            reasons.add("Too many pods");
        }
        if (cpu) {
            reasons.add("Insufficient cpu");
        }
        if (memory) {
            reasons.add("Insufficient memory");
        }
        if (storage) {
            reasons.add("Insufficient ephemeral-storage");
        }
        for (Map.Entry<String, Long> other : wanted.others().entrySet()) {
            long has = all.others().getOrDefault(other.getKey(), 0L);
            long left = has - used.others().getOrDefault(other.getKey(), 0L);
            if (other.getValue() > 0 && other.getValue() > left) {
                reasons.add("Insufficient " + other.getKey());
                never |= other.getValue() > has;
            }
        }
        return reasons.isEmpty() ? null : new Rejection(List.copyOf(reasons), !never);
    }

    @Override
    public @Nullable Scorer scorer(PodInfo pod, Snapshot snapshot, List<NodeInfo> nodes) {
        Amounts more = pod.scored();
        return node -> {
            Amounts all = node.allocatable();
            Amounts used = node.scored();
            long sum = 0;
            int kinds = 0;
            if (all.milliCpu() > 0) {
                sum += left(used.milliCpu() + more.milliCpu(), all.milliCpu());
                kinds++;
            }
            if (all.memory() > 0) {
                sum += left(used.memory() + more.memory(), all.memory());
                kinds++;
            }
            return kinds == 0 ? 0 : sum / kinds;
        };
    }

    private static long left(long used, long all) {
        return used > all ? 0 : (all - used) * Scores.MAX / all;
    }
}
