package io.kubejar.cluster.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.util.ArrayList;
import java.util.List;

/** Why an object of any kind is not as it should be: the chart that people go through, branch by branch. Pure. */
public final class Reasons {
    private Reasons() {}

    /** A sentence for each thing that is wrong or waited for, the deepest cause last; none when all is well. */
    public static List<String> of(ApiObject object, Sight sight) {
        List<String> out = new ArrayList<>(Lingering.of(object, sight));
        if (!out.isEmpty()) {
            return List.copyOf(out);
        }
        out.addAll(ofKind(object, sight));
        return out.stream().distinct().toList();
    }

    private static List<String> ofKind(ApiObject object, Sight sight) {
        return switch (object.gvk().groupKind()) {
            case "Pod" -> PodReasons.of(object, sight);
            case "Service" -> ServiceReasons.of(object, sight);
            case "PersistentVolumeClaim" -> Claims.of(object, sight);
            case "Ingress.networking.k8s.io" -> IngressReasons.of(object, sight);
            case "Node" -> NodeReasons.of(object);
            case "Deployment.apps" -> DeploymentReasons.of(object, sight);
            case "ReplicaSet.apps" -> ReplicaSetReasons.of(object, sight);
            case "StatefulSet.apps" -> StatefulSetReasons.of(object, sight);
            case "DaemonSet.apps" -> DaemonSetReasons.of(object, sight);
            case "Job.batch" -> JobReasons.of(object, sight);
            case "CronJob.batch" -> JobReasons.ofCron(object, sight);
            default -> conditions(object);
        };
    }

    /** Of a kind that is not known only the conditions speak. */
    private static List<String> conditions(ApiObject object) {
        List<String> out = new ArrayList<>();
        for (JsonNode condition : object.status().path("conditions")) {
            String status = Json.textOr(condition, "", "status");
            if (status.equals("False") || status.equals("Unknown")) {
                out.add(Json.textOr(condition, "", "type") + " is " + status + ", " + Look.words(condition));
            }
        }
        return out;
    }
}
