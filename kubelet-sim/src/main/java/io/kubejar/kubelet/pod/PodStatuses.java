package io.kubejar.kubelet.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Times;
import java.time.Instant;

/** The status that the kubelet writes. Upstream: generateAPIPodStatus, pkg/kubelet/kubelet_pods.go, v1.36. */
public final class PodStatuses {
    private PodStatuses() {}

    /**
     * The whole status of a pod.
     *
     * @param run how it stands
     * @param base the object as the server has it: what belongs to others is kept, and conditions that have not changed
     *     keep their time
     * @param hostIp the node's address
     */
    public static ObjectNode of(PodRun run, ApiObject base, String hostIp, Instant now) {
        JsonNode before = base.status();
        ObjectNode out = Json.object();
        if (base.generation() > 0) {
            out.put("observedGeneration", base.generation());
        }
        String phase = Phases.of(run);
        out.put("phase", phase);
        ArrayNode conditions = PodConditions.of(run, base, phase, now);
        out.set("conditions", conditions);
        reason(run, before, phase, out);
        keep(before, out, "nominatedNodeName");
        out.put("hostIP", hostIp);
        out.putArray("hostIPs").addObject().put("ip", hostIp);
        String ip = Json.isTrue(base.spec(), "hostNetwork") ? hostIp : run.podIp;
        if (!ip.isEmpty()) {
            out.put("podIP", ip);
            out.putArray("podIPs").addObject().put("ip", ip);
        }
        if (run.startTime != null) {
            out.put("startTime", Times.format(run.startTime));
        }
        if (!run.inits.isEmpty()) {
            out.set("initContainerStatuses", ContainerStatuses.inits(run));
        }
        out.set("containerStatuses", ContainerStatuses.apps(run));
        for (String kept : new String[] {"qosClass", "resourceClaimStatuses", "extendedResourceClaimStatus"}) {
            keep(before, out, kept);
        }
        return out;
    }

    private static void reason(PodRun run, JsonNode before, String phase, ObjectNode out) {
        if (!run.endReason.isEmpty()) {
            out.put("message", run.endMessage).put("reason", run.endReason);
        } else if (phase.equals(Json.textOr(before, "", "phase"))) {
            keep(before, out, "message");
            keep(before, out, "reason");
        }
    }

    private static void keep(JsonNode from, ObjectNode to, String field) {
        if (from.hasNonNull(field)) {
            to.set(field, from.get(field));
        }
    }
}
