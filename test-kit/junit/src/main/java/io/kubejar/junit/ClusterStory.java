package io.kubejar.junit;

import io.kubejar.cluster.KubeCluster;
import io.kubejar.cluster.Timeline;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.util.List;
import java.util.Set;

/** What happened in the cluster of a failed test. It has no stack: it goes along with the failure. */
final class ClusterStory extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int LINES_MAX = 300;
    private static final Set<String> WELL = Set.of("Running", "Succeeded");

    private ClusterStory(String message) {
        super(message, null, false, false);
    }

    /** The writes after the given number of them, and the pods that do not run. */
    static ClusterStory of(KubeCluster cluster, int from) {
        List<Timeline.Entry> all = cluster.timeline().entries();
        List<Timeline.Entry> entries = all.subList(Math.min(from, all.size()), all.size());
        StringBuilder out = new StringBuilder("what was written, by whom, and woken by which revision:\n");
        if (entries.size() > LINES_MAX) {
            out.append("  (").append(entries.size() - LINES_MAX).append(" earlier ones left out)\n");
        }
        entries.subList(Math.max(0, entries.size() - LINES_MAX), entries.size())
                .forEach(entry -> out.append("  ").append(entry).append('\n'));
        for (ApiObject pod : cluster.list("pods", "")) {
            if (!WELL.contains(Json.textOr(pod.status(), "", "phase"))) {
                out.append(cluster.explain(pod.namespace(), pod.name()).indent(2));
            }
        }
        cluster.faults().forEach(fault -> out.append("  fault: ").append(fault).append('\n'));
        return new ClusterStory(out.toString());
    }

    /** Without the class name: the text stands for itself. */
    @Override
    public String toString() {
        return String.valueOf(getMessage());
    }
}
