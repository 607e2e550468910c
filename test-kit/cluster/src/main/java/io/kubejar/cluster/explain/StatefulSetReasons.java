package io.kubejar.cluster.explain;

import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.util.ArrayList;
import java.util.List;

/** Why a StatefulSet does not have all its pods: the first that is not ready holds up those after it. */
final class StatefulSetReasons {
    private StatefulSetReasons() {}

    static List<String> of(ApiObject set, Sight sight) {
        List<String> out = new ArrayList<>();
        PodMakers.unseen(set, out);
        long wanted = Json.number(set.spec(), 1, "replicas");
        long first = Json.number(set.spec(), 0, "ordinals", "start");
        List<ApiObject> pods = PodMakers.pods(set, sight);
        if (!"Parallel".equals(Json.text(set.spec(), "podManagementPolicy"))) {
            for (long ordinal = first; ordinal < first + wanted; ordinal++) {
                String name = set.name() + "-" + ordinal;
                ApiObject pod = pods.stream()
                        .filter(one -> one.name().equals(name))
                        .findFirst()
                        .orElse(null);
                if (pod == null) {
                    out.addAll(PodMakers.refused(set, 1, sight));
                    return out;
                }
                if (!Look.is(pod, "Ready", "True") || pod.isTerminating()) {
                    List<String> why = pod.isTerminating()
                            ? List.of("pod " + name + ": it is being deleted, and is made again when it is gone")
                            : PodMakers.notReady(List.of(pod), sight);
                    out.addAll(why);
                    if (ordinal + 1 < first + wanted) {
                        out.add("the pods after " + name + " wait for it, because podManagementPolicy is OrderedReady");
                    }
                    return out;
                }
            }
            return out;
        }
        out.addAll(PodMakers.refused(set, (int) Math.max(0, wanted - pods.size()), sight));
        out.addAll(PodMakers.notReady(pods, sight));
        return out;
    }
}
