package io.kubejar.kubelet.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Times;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/** The Node and the Lease of a node. Upstream: kubelet_node_status.go and nodestatus/setters.go, v1.36. */
public final class NodeObjects {
    private static final String ARCHITECTURE = "amd64";
    private static final String SYSTEM = "linux";

    private record Condition(String type, String status, String reason, String message) {}

    private static final Condition[] CONDITIONS = {
        new Condition(
                "MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
        new Condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
        new Condition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
        new Condition("Ready", "True", "KubeletReady", "kubelet is posting ready status")
    };

    private NodeObjects() {}

    /**
     * The Node as the kubelet registers it, with its status.
     *
     * @param boots how often the machine has started anew
     */
    public static ApiObject initial(NodeSpec spec, String version, int boots, Instant now) {
        return ApiObject.of(new Gvk("", "v1", "Node"), "", spec.name()).edit(root -> {
            ObjectNode meta = Json.child(root, "metadata");
            ObjectNode labels = meta.putObject("labels");
            labels.put("beta.kubernetes.io/arch", ARCHITECTURE).put("beta.kubernetes.io/os", SYSTEM);
            labels.put("kubernetes.io/arch", ARCHITECTURE);
            labels.put("kubernetes.io/hostname", spec.name());
            labels.put("kubernetes.io/os", SYSTEM);
            spec.labels().forEach(labels::put);
            meta.putObject("annotations").put("volumes.kubernetes.io/controller-managed-attach-detach", "true");
            ObjectNode nodeSpec = root.putObject("spec");
            Addresses addresses = new Addresses(spec.number());
            nodeSpec.put("podCIDR", addresses.podCidr());
            nodeSpec.putArray("podCIDRs").add(addresses.podCidr());
            nodeSpec.put("providerID", "kubejar://" + spec.name());
            if (!spec.taints().isEmpty()) {
                nodeSpec.set("taints", spec.taints().deepCopy());
            }
            root.set("status", status(spec, version, boots, Json.object(), now));
        });
    }

    /**
     * The status that a node reports.
     *
     * @param boots how often the machine has started anew
     * @param before its status so far: a condition that has not changed keeps its transition time, and what others have
     *     set is kept
     */
    public static ObjectNode status(NodeSpec spec, String version, int boots, JsonNode before, Instant now) {
        ObjectNode status = before.isObject() ? before.deepCopy() : Json.object();
        ObjectNode capacity = status.putObject("capacity");
        spec.amounts().forEach(capacity::put);
        status.set("allocatable", capacity.deepCopy());
        ArrayNode conditions = Json.array();
        for (JsonNode condition : before.path("conditions")) {
            if (!isOwn(condition.path("type").asText())) {
                conditions.add(condition);
            }
        }
        for (Condition condition : CONDITIONS) {
            conditions.add(condition(condition, before, now));
        }
        status.set("conditions", conditions);
        ArrayNode addresses = status.putArray("addresses");
        addresses.addObject().put("type", "InternalIP").put("address", new Addresses(spec.number()).hostIp());
        addresses.addObject().put("type", "Hostname").put("address", spec.name());
        status.putObject("daemonEndpoints").putObject("kubeletEndpoint").put("Port", 10250);
        status.set("nodeInfo", info(spec, version, boots));
        return status;
    }

    private static boolean isOwn(String type) {
        for (Condition condition : CONDITIONS) {
            if (condition.type().equals(type)) {
                return true;
            }
        }
        return false;
    }

    private static ObjectNode condition(Condition wanted, JsonNode before, Instant now) {
        String since = Times.format(now);
        for (JsonNode old : before.path("conditions")) {
            if (wanted.type().equals(Json.text(old, "type")) && wanted.status().equals(Json.text(old, "status"))) {
                since = Json.textOr(old, since, "lastTransitionTime");
            }
        }
        return Json.object()
                .put("type", wanted.type())
                .put("status", wanted.status())
                .put("lastHeartbeatTime", Times.format(now))
                .put("lastTransitionTime", since)
                .put("reason", wanted.reason())
                .put("message", wanted.message());
    }

    /** What the machine calls its so manieth start; the first is number 0. */
    public static String bootId(NodeSpec spec, int boots) {
        String name = "boot/" + spec.name() + (boots == 0 ? "" : "/" + boots);
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static ObjectNode info(NodeSpec spec, String version, int boots) {
        UUID machine = UUID.nameUUIDFromBytes(("machine/" + spec.name()).getBytes(StandardCharsets.UTF_8));
        return Json.object()
                .put("machineID", machine.toString().replace("-", ""))
                .put("systemUUID", machine.toString())
                .put("bootID", bootId(spec, boots))
                .put("kernelVersion", "6.8.0-kubejar")
                .put("osImage", "kubejar")
                .put("containerRuntimeVersion", "containerd://2.1.4")
                .put("kubeletVersion", version)
                .put("kubeProxyVersion", "")
                .put("operatingSystem", SYSTEM)
                .put("architecture", ARCHITECTURE);
    }

    /** The Lease by which a node says that it is alive. */
    public static ApiObject lease(ApiObject node, long durationSeconds, Instant now) {
        return ApiObject.of(new Gvk("coordination.k8s.io", "v1", "Lease"), "kube-node-lease", node.name())
                .edit(root -> {
                    ObjectNode owner = Json.child(root, "metadata")
                            .putArray("ownerReferences")
                            .addObject();
                    owner.put("apiVersion", "v1").put("kind", "Node");
                    owner.put("name", node.name()).put("uid", node.uid());
                    ObjectNode spec = root.putObject("spec");
                    spec.put("holderIdentity", node.name()).put("leaseDurationSeconds", durationSeconds);
                    spec.put("renewTime", Times.formatMicros(now));
                });
    }

    /** The same Lease, renewed. */
    public static ApiObject renewed(ApiObject lease, Instant now) {
        return lease.edit(root -> Json.child(root, "spec").put("renewTime", Times.formatMicros(now)));
    }
}
