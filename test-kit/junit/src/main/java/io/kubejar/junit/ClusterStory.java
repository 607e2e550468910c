package io.kubejar.junit;

import io.kubejar.cluster.KubeCluster;
import io.kubejar.cluster.Timeline;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.util.List;
import java.util.Set;

/** What happened in the cluster of a failed test, as text for people. */
final class ClusterStory {
    private static final int LINES_MAX = 300;
    private static final Set<String> WELL = Set.of("Running", "Succeeded");

    private ClusterStory() {}

    /** The writes after the given number of them, the pods that do not run, and the faults. Several lines. */
    static String of(KubeCluster cluster, long from) {
        List<Timeline.Entry> entries = cluster.timeline().after(from);
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
        return out.toString();
    }
}
