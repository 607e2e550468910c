package io.kubejar.scheduler.plugins;

import io.kubejar.scheduler.pod.PodInfo;
import io.kubejar.scheduler.snapshot.NodeInfo;
import io.kubejar.scheduler.snapshot.Snapshot;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One rule of the scheduler. It is asked once for each pod what it has to say about nodes, and then node by node. Pure.
 * Upstream: the interfaces of kube-scheduler/framework, v1.36.
 */
public interface Plugin {
    /** Its name, as upstream has it. */
    String name();

    /** How much its scores weigh; 0 for a plugin that does not score. */
    default int weight() {
        return 0;
    }

    /** Why no node at all will do; null when nodes are to be asked. */
    default @Nullable String preFilter(PodInfo pod, Snapshot snapshot) {
        return null;
    }

    /** The only nodes that are worth asking, by name; null for all. */
    default @Nullable Set<String> onlyNodes(PodInfo pod) {
        return null;
    }

    /** What leaves nodes out for this pod; null when nothing does. */
    default @Nullable Filter filter(PodInfo pod, Snapshot snapshot) {
        return null;
    }

    /** What ranks the nodes that are left; null when they are all the same to it. */
    default @Nullable Scorer scorer(PodInfo pod, Snapshot snapshot, List<NodeInfo> nodes) {
        return null;
    }

    /** Asks one node. */
    @FunctionalInterface
    interface Filter {
        /** Why the node will not do; null when it will. */
        @Nullable
        Rejection test(NodeInfo node);
    }

    /** Ranks nodes. */
    @FunctionalInterface
    interface Scorer {
        /** The raw score of a node. */
        long score(NodeInfo node);

        /** Brings all raw scores into the range from 0 to 100, in place. The order is that of the nodes. */
        default void normalize(long[] scores, List<NodeInfo> nodes) {}
    }

    /**
     * Why a node will not do.
     *
     * @param reasons in upstream's words
     * @param resolvable whether it may help when pods leave the node
     */
    record Rejection(List<String> reasons, boolean resolvable) {
        /** Pods that leave may help. */
        public static Rejection of(String reason) {
            return new Rejection(List.of(reason), true);
        }

        /** No pod that leaves helps. */
        public static Rejection forGood(String reason) {
            return new Rejection(List.of(reason), false);
        }
    }
}
