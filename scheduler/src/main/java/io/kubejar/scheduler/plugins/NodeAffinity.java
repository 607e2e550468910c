package io.kubejar.scheduler.plugins;

import io.kubejar.scheduler.pod.NodeTerms;
import io.kubejar.scheduler.pod.PodInfo;
import io.kubejar.scheduler.snapshot.NodeInfo;
import io.kubejar.scheduler.snapshot.Snapshot;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Node selectors and node affinity, required and preferred. Upstream: plugins/nodeaffinity, v1.36. */
public final class NodeAffinity implements Plugin {
    @Override
    public String name() {
        return "NodeAffinity";
    }

    @Override
    public int weight() {
        return 2;
    }

    @Override
    public @Nullable String preFilter(PodInfo pod, Snapshot snapshot) {
        Set<String> names = pod.nodes().names();
        return names != null && names.isEmpty() ? "pod affinity terms conflict" : null;
    }

    @Override
    public @Nullable Set<String> onlyNodes(PodInfo pod) {
        return pod.nodes().names();
    }

    @Override
    public @Nullable Filter filter(PodInfo pod, Snapshot snapshot) {
        NodeTerms terms = pod.nodes();
        return !terms.asks()
                ? null
                : node -> terms.matches(node.name(), node.labels())
                        ? null
                        : Rejection.forGood("node(s) didn't match Pod's node affinity/selector");
    }

    @Override
    public @Nullable Scorer scorer(PodInfo pod, Snapshot snapshot, List<NodeInfo> nodes) {
        List<NodeTerms.Preferred> preferred = pod.nodes().preferred();
        if (preferred.isEmpty()) {
            return null;
        }
        return new Scorer() {
            @Override
            public long score(NodeInfo node) {
                long sum = 0;
                for (NodeTerms.Preferred one : preferred) {
                    sum += one.term().matches(node.name(), node.labels()) ? one.weight() : 0;
                }
                return sum;
            }

            @Override
            public void normalize(long[] scores, List<NodeInfo> all) {
                Scores.normalize(scores, false);
            }
        };
    }
}
