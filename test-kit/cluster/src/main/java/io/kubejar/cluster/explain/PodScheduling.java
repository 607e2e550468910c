package io.kubejar.cluster.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import java.util.ArrayList;
import java.util.List;

/** Why a pod has no node, or what is wrong with the one it has. */
final class PodScheduling {
    private static final String DEFAULT_SCHEDULER = "default-scheduler";

    private PodScheduling() {}

    static List<String> of(ApiObject pod, Sight sight) {
        String node = Json.textOr(pod.spec(), "", "nodeName");
        return node.isEmpty() ? unassigned(pod, sight) : assigned(pod, node, sight);
    }

    private static List<String> unassigned(ApiObject pod, Sight sight) {
        List<String> out = new ArrayList<>();
        List<String> gates = new ArrayList<>();
        pod.spec().path("schedulingGates").forEach(gate -> gates.add(Json.textOr(gate, "", "name")));
        if (!gates.isEmpty()) {
            out.add("it is not scheduled before its scheduling gates are removed: " + Look.few(gates));
            return out;
        }
        out.addAll(Claims.ofPod(pod, sight));
        JsonNode scheduled = Look.condition(pod, "PodScheduled");
        String scheduler = Json.textOr(pod.spec(), DEFAULT_SCHEDULER, "schedulerName");
        String nominated = Json.textOr(pod.status(), "", "nominatedNodeName");
        if (!nominated.isEmpty()) {
            out.add("it waits for pods of lower priority to end on node " + nominated);
        }
        if (scheduled != null && "False".equals(Json.text(scheduled, "status"))) {
            String words = Json.textOr(scheduled, "", "message");
            out.add("no node fits: " + words);
            if (words.contains("Insufficient") || words.contains("Too many pods")) {
                out.add("the nodes are full: add nodes, or lower the requests of this pod or of others");
            }
        } else if (!scheduler.equals(DEFAULT_SCHEDULER)) {
            out.add("only the scheduler \"" + scheduler + "\" assigns it, and that one has not: does it run?");
        } else if (sight.list(Resources.NODES, "").isEmpty()) {
            out.add("there is no node");
        } else {
            out.add("no scheduler has looked at it yet: does " + DEFAULT_SCHEDULER + " run?");
        }
        return out;
    }

    private static List<String> assigned(ApiObject pod, String name, Sight sight) {
        ApiObject node = sight.find(Resources.NODES, "", name);
        if (node == null) {
            return List.of("its node " + name + " does not exist: nobody runs it");
        }
        JsonNode ready = Look.condition(node, "Ready");
        String status = ready == null ? "Unknown" : Json.textOr(ready, "Unknown", "status");
        String words = ready == null ? "" : Look.words(ready);
        if (status.equals("Unknown")) {
            return List.of("its node " + name + " is lost" + (words.isEmpty() ? "" : ", " + words)
                    + ": what the pod's status says is from before");
        }
        if (status.equals("False")) {
            return List.of("its node " + name + " is not ready, " + words);
        }
        boolean silent =
                Look.statuses(pod).isEmpty() && "Pending".equals(Json.textOr(pod.status(), "Pending", "phase"));
        return silent
                ? List.of("the kubelet of node " + name + " has not reported on it yet: look at the kubelet there")
                : List.of();
    }
}
