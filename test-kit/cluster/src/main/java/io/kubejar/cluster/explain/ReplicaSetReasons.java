package io.kubejar.cluster.explain;

import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.util.ArrayList;
import java.util.List;

/** Why a ReplicaSet does not have its pods ready. */
final class ReplicaSetReasons {
    private ReplicaSetReasons() {}

    static List<String> of(ApiObject set, Sight sight) {
        List<String> out = new ArrayList<>();
        long wanted = Json.number(set.spec(), 1, "replicas");
        List<ApiObject> pods = PodMakers.pods(set, sight);
        PodMakers.unseen(set, out);
        out.addAll(PodMakers.refused(set, (int) Math.max(0, wanted - pods.size()), sight));
        out.addAll(PodMakers.notReady(pods, sight));
        return out;
    }
}
