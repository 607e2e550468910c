package io.kubejar.cluster.explain;

import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.LabelSelector;
import io.kubejar.core.object.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Why a DaemonSet has no pods, or none that are ready. */
final class DaemonSetReasons {
    private DaemonSetReasons() {}

    static List<String> of(ApiObject set, Sight sight) {
        List<String> out = new ArrayList<>();
        PodMakers.unseen(set, out);
        long wanted = Json.number(set.status(), 0, "desiredNumberScheduled");
        List<ApiObject> pods = PodMakers.pods(set, sight);
        if (wanted == 0 && out.isEmpty()) {
            out.add(noNode(set, sight));
        }
        out.addAll(PodMakers.refused(set, (int) Math.max(0, wanted - pods.size()), sight));
        out.addAll(PodMakers.notReady(pods, sight));
        return out;
    }

    private static String noNode(ApiObject set, Sight sight) {
        List<ApiObject> nodes = sight.list(Resources.NODES, "");
        if (nodes.isEmpty()) {
            return "there is no node";
        }
        Map<String, String> wanted = Json.map(set.at("spec", "template", "spec", "nodeSelector"));
        boolean any = nodes.stream().anyMatch(LabelSelector.ofLabels(wanted)::matches);
        return any
                ? "no node takes its pods: look at its node affinity and at the taints of the nodes"
                : "its nodeSelector " + wanted + " matches no node";
    }
}
