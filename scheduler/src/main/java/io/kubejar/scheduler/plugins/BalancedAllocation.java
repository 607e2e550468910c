package io.kubejar.scheduler.plugins;

import io.kubejar.scheduler.pod.Amounts;
import io.kubejar.scheduler.pod.PodInfo;
import io.kubejar.scheduler.snapshot.NodeInfo;
import io.kubejar.scheduler.snapshot.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prefers nodes on which CPU and memory are used alike. Pods that ask for nothing are all the same to it. Upstream:
 * plugins/noderesources/balanced_allocation.go, v1.36.
 */
public final class BalancedAllocation implements Plugin {
    @Override
    public String name() {
        return "NodeResourcesBalancedAllocation";
    }

    @Override
    public int weight() {
        return 1;
    }

    @Override
    public @Nullable Scorer scorer(PodInfo pod, Snapshot snapshot, List<NodeInfo> nodes) {
        Amounts more = pod.requests();
        if (more.milliCpu() == 0 && more.memory() == 0) {
            return null;
        }
        return node -> {
            Amounts all = node.allocatable();
            Amounts used = node.requested();
            long with = balance(used.milliCpu() + more.milliCpu(), used.memory() + more.memory(), all);
            long without = balance(used.milliCpu(), used.memory(), all);
            return Scores.MAX / 2 + (Scores.MAX / 2 + with - without) / 2;
        };
    }

    private static long balance(long cpu, long memory, Amounts all) {
        if (all.milliCpu() == 0 || all.memory() == 0) {
            return Scores.MAX;
        }
        double cpuPart = Math.min(1, (double) cpu / all.milliCpu());
        double memoryPart = Math.min(1, (double) memory / all.memory());
        return (long) ((1 - Math.abs((cpuPart - memoryPart) / 2)) * Scores.MAX);
    }
}
