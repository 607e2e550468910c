package io.kubejar.controllers.daemonset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.controllers.pod.IntOrPercent;
import io.kubejar.controllers.pod.PodTemplates;
import io.kubejar.controllers.pod.Pods;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.time.Instant;
import java.util.Comparator;

/** The pods of a DaemonSet. Upstream: pkg/controller/daemon/util/daemonset_util.go, v1.36. */
final class DaemonPods {
    /** The label with the hash of the revision that a pod is made of. */
    static final String HASH = "controller-revision-hash";

    /** The pods that count on a node: bound ones first, then the oldest. Upstream: podByCreationTimestampAndPhase. */
    static final Comparator<ApiObject> ORDER = Comparator.<ApiObject, Boolean>comparing(
                    pod -> Pods.nodeName(pod).isEmpty())
            .thenComparing(DaemonPods::created)
            .thenComparing(ApiObject::name);

    private static final String GENERATION = "deprecated.daemonset.template.generation";
    private static final String GENERATION_LABEL = "pod-template-generation";

    private DaemonPods() {}

    private static Instant created(ApiObject pod) {
        Instant created = pod.created();
        return created == null ? Instant.EPOCH : created;
    }

    /** A pod for one node, which the scheduler will find through the affinity. */
    static ApiObject pod(ApiObject daemonSet, String node, String hash) {
        return PodTemplates.podOf(daemonSet).edit(root -> {
            ObjectNode labels = Json.child(Json.child(root, "metadata"), "labels");
            String generation = generation(daemonSet);
            if (!generation.isEmpty()) {
                labels.put(GENERATION_LABEL, generation);
            }
            labels.put(HASH, hash);
            ObjectNode spec = Json.child(root, "spec");
            Tolerations.add(spec);
            ObjectNode affinity = Json.child(Json.child(spec, "affinity"), "nodeAffinity");
            ObjectNode required = Json.child(affinity, "requiredDuringSchedulingIgnoredDuringExecution");
            required.putArray("nodeSelectorTerms")
                    .addObject()
                    .putArray("matchFields")
                    .addObject()
                    .put("key", "metadata.name")
                    .put("operator", "In")
                    .putArray("values")
                    .add(node);
        });
    }

    private static String generation(ApiObject daemonSet) {
        String text = daemonSet.annotation(GENERATION);
        return text != null && !text.isEmpty() && text.chars().allMatch(Character::isDigit) ? text : "";
    }

    /** The node that a pod is on or made for; "" when it does not tell. Upstream: GetTargetNodeName. */
    static String node(ApiObject pod) {
        String bound = Pods.nodeName(pod);
        if (!bound.isEmpty()) {
            return bound;
        }
        for (JsonNode term : NodeAffinity.required(pod.spec()).path("nodeSelectorTerms")) {
            for (JsonNode field : term.path("matchFields")) {
                if ("metadata.name".equals(Json.text(field, "key")) && "In".equals(Json.text(field, "operator"))) {
                    return field.path("values").size() == 1
                            ? field.path("values").get(0).asText()
                            : "";
                }
            }
        }
        return "";
    }

    /** Whether a pod is made of the current template. Upstream: IsPodUpdated. */
    static boolean isUpdated(ApiObject daemonSet, ApiObject pod, String hash) {
        String generation = generation(daemonSet);
        return hash.equals(pod.label(HASH))
                || (!generation.isEmpty() && generation.equals(pod.label(GENERATION_LABEL)));
    }

    /** Whether the controller replaces old pods itself. */
    static boolean isRolling(ApiObject daemonSet) {
        return Json.textOr(daemonSet.spec(), "RollingUpdate", "updateStrategy", "type")
                .equals("RollingUpdate");
    }

    /** How many nodes may have a second pod for a while. */
    static int maxSurge(ApiObject daemonSet, int nodes) {
        return limit(daemonSet, "maxSurge", nodes);
    }

    /** How many nodes may be without an available pod. */
    static int maxUnavailable(ApiObject daemonSet, int nodes) {
        return limit(daemonSet, "maxUnavailable", nodes);
    }

    private static int limit(ApiObject daemonSet, String field, int nodes) {
        return isRolling(daemonSet)
                ? IntOrPercent.scaled(daemonSet.at("spec", "updateStrategy", "rollingUpdate", field), nodes, true)
                : 0;
    }
}
