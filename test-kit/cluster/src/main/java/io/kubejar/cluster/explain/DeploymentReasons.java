package io.kubejar.cluster.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Why a Deployment does not have all its pods, or the newest ones. */
final class DeploymentReasons {
    private static final String REVISION = "deployment.kubernetes.io/revision";

    private DeploymentReasons() {}

    static List<String> of(ApiObject deployment, Sight sight) {
        List<String> out = new ArrayList<>();
        long wanted = Json.number(deployment.spec(), 1, "replicas");
        PodMakers.unseen(deployment, out);
        if (Json.isTrue(deployment.spec(), "paused")) {
            out.add("it is paused: changes of its template do nothing before it is resumed");
        }
        boolean done = Json.number(deployment.status(), 0, "updatedReplicas") == wanted
                && Json.number(deployment.status(), 0, "availableReplicas") == wanted;
        if (wanted == 0) {
            out.add("it is scaled to 0");
        }
        JsonNode progress = Look.condition(deployment, "Progressing");
        if (progress != null && "False".equals(Json.text(progress, "status"))) {
            out.add("it does not progress, " + Look.words(progress));
        }
        if (done) {
            return out;
        }
        List<String> below = new ArrayList<>();
        sight.list(Resources.REPLICA_SETS, deployment.namespace()).stream()
                .filter(set -> set.isControlledBy(deployment.uid()))
                .max(Comparator.comparingLong(DeploymentReasons::revision))
                .ifPresent(newest -> ReplicaSetReasons.of(newest, sight)
                        .forEach(why -> below.add("ReplicaSet " + newest.name() + ": " + why)));
        if (below.isEmpty()) {
            below.addAll(PodMakers.refused(deployment, 0, sight));
        }
        out.addAll(below);
        if (out.isEmpty()) {
            out.add("its rollout is under way: "
                    + Json.number(deployment.status(), 0, "updatedReplicas") + " of " + wanted + " are up to date, "
                    + Json.number(deployment.status(), 0, "availableReplicas") + " available");
        }
        return out;
    }

    private static long revision(ApiObject set) {
        String text = set.annotation(REVISION);
        return text == null || !text.matches("[0-9]{1,18}") ? 0 : Long.parseLong(text);
    }
}
