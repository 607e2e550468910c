package io.kubejar.scheduler.plugins;

import io.kubejar.scheduler.pod.PodInfo;
import io.kubejar.scheduler.pod.Toleration;
import io.kubejar.scheduler.snapshot.NodeInfo;
import io.kubejar.scheduler.snapshot.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out nodes with taints that the pod does not tolerate, and prefers those with few taints of effect
 * PreferNoSchedule. Upstream: plugins/tainttoleration, v1.36.
 */
public final class TaintToleration implements Plugin {
    @Override
    public String name() {
        return "TaintToleration";
    }

    @Override
    public int weight() {
        return 3;
    }

    @Override
    public @Nullable Filter filter(PodInfo pod, Snapshot snapshot) {
        return node -> tolerates(pod, node) ? null : Rejection.forGood("node(s) had untolerated taint(s)");
    }

    /** Whether the pod tolerates every taint that keeps pods away. */
    static boolean tolerates(PodInfo pod, NodeInfo node) {
        for (Toleration.Taint taint : node.taints()) {
            if (taint.keepsAway() && !pod.tolerates(taint)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public @Nullable Scorer scorer(PodInfo pod, Snapshot snapshot, List<NodeInfo> nodes) {
        return new Scorer() {
            @Override
            public long score(NodeInfo node) {
                return node.taints().stream()
                        .filter(t -> t.effect().equals("PreferNoSchedule") && !pod.tolerates(t))
                        .count();
            }

            @Override
            public void normalize(long[] scores, List<NodeInfo> all) {
                Scores.normalize(scores, true);
            }
        };
    }
}
