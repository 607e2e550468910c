package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.kinds.podspec.PodAnnotationRules;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.IpRules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * The rules of a pod's status. Upstream: ValidatePodStatusUpdate, pkg/apis/core/validation/validation.go, and
 * podStatusStrategy, pkg/registry/core/pod/strategy.go, v1.36.
 */
final class PodStatusRules {
    private static final Set<String> SYSTEM_CONDITIONS = Set.of("PodScheduled", "Ready", "Initialized");
    private static final String GENERATION = "must be a non-negative integer";

    private PodStatusRules() {}

    /** Takes over what an old kubelet leaves out. Upstream: PrepareForUpdate and preserveOldObservedGeneration. */
    static void prepare(ObjectNode pod, ObjectNode old) {
        ObjectNode status = Json.child(pod, "status");
        JsonNode before = old.path("status");
        if (Json.textOr(status, "", "qosClass").isEmpty() && before.hasNonNull("qosClass")) {
            status.set("qosClass", before.get("qosClass"));
        }
        keepGeneration(status, before);
        Set<Integer> taken = new HashSet<>();
        for (JsonNode condition : status.path("conditions")) {
            int at = find(before.path("conditions"), Json.textOr(condition, "", "type"), taken);
            if (at >= 0) {
                taken.add(at);
                keepGeneration((ObjectNode) condition, before.path("conditions").get(at));
            }
        }
    }

    private static int find(JsonNode conditions, String type, Set<Integer> taken) {
        for (int i = 0; i < conditions.size(); i++) {
            if (!taken.contains(i) && type.equals(Json.textOr(conditions.get(i), "", "type"))) {
                return i;
            }
        }
        return -1;
    }

    private static void keepGeneration(ObjectNode holder, JsonNode before) {
        if (Json.number(holder, 0, "observedGeneration") == 0 && Json.number(before, 0, "observedGeneration") != 0) {
            holder.set("observedGeneration", before.get("observedGeneration"));
        }
    }

    static void update(ObjectNode pod, ObjectNode old, FieldErrors errors) {
        JsonNode status = pod.path("status");
        JsonNode before = old.path("status");
        JsonNode spec = old.path("spec");
        PodAnnotationRules.update(pod.path("metadata"), old.path("metadata"), errors);
        conditions(status.path("conditions"), errors);
        nominated(status, before, spec, errors);
        long generation = Json.number(status, 0, "observedGeneration");
        if (generation < 0) {
            errors.invalid("status.observedGeneration", generation, GENERATION);
        }
        Checks.immutable(status, before, "qosClass", "status", errors);
        ContainerStatusRules.transitions(status, before, spec, errors);
        PodClaimStatusRules.validate(status, spec, errors);
        addresses(status.path("podIPs"), before.path("podIPs"), "status.podIPs", errors);
        JsonNode hosts = status.path("hostIPs");
        if (!hosts.isEmpty()) {
            String first = Json.textOr(hosts.get(0), "", "ip");
            if (!first.equals(Json.textOr(status, "", "hostIP"))) {
                errors.invalid("status.hostIPs[0].ip", first, "must be equal to `hostIP`");
            }
            addresses(hosts, before.path("hostIPs"), "status.hostIPs", errors);
        }
        ContainerStatusRules.users(status, spec, errors);
        ContainerStatusRules.resources(status, spec, errors);
    }

    private static void conditions(JsonNode conditions, FieldErrors errors) {
        for (int i = 0; i < conditions.size(); i++) {
            String at = "status.conditions[" + i + "]";
            long generation = Json.number(conditions.get(i), 0, "observedGeneration");
            if (generation < 0) {
                errors.invalid(at + ".observedGeneration", generation, GENERATION);
            }
            String type = Json.textOr(conditions.get(i), "", "type");
            if (!SYSTEM_CONDITIONS.contains(type)) {
                Checks.qualified(type, at + ".Type", errors);
            }
        }
    }

    private static void nominated(JsonNode status, JsonNode before, JsonNode spec, FieldErrors errors) {
        String node = Json.textOr(status, "", "nominatedNodeName");
        if (node.isEmpty() || node.equals(Json.textOr(before, "", "nominatedNodeName"))) {
            return;
        }
        Checks.subdomain(node, "status.nominatedNodeName", errors);
        if (!Json.textOr(spec, "", "nodeName").isEmpty()) {
            errors.forbidden("status.nominatedNodeName", "may not be set on pods that are already bound to a node");
        }
    }

    /** At most one address of each family. Upstream: validatePodIPs and validateHostIPs. */
    private static void addresses(JsonNode addresses, JsonNode before, String path, FieldErrors errors) {
        List<String> known = texts(before);
        List<String> now = texts(addresses);
        for (int i = 0; i < now.size(); i++) {
            IpRules.legacy(now.get(i), path + "[" + i + "]", known, errors);
        }
        if (now.size() < 2) {
            return;
        }
        for (int i = 0; i < now.size(); i++) {
            if (IpRules.isV4(now.get(i)) == null) {
                errors.internal(path, "failed to check for dual stack with error:invalid IP[" + i + "]: " + now.get(i));
                break;
            }
        }
        boolean dual = now.stream().map(IpRules::isV4).distinct().count() == 2
                && now.stream().noneMatch(address -> IpRules.isV4(address) == null);
        if (!dual || now.size() > 2) {
            errors.invalid(path, shown(addresses), "may specify no more than one IP for each IP family");
        }
    }

    private static JsonNode shown(JsonNode addresses) {
        var out = Json.array();
        texts(addresses).forEach(address -> out.addObject().put("IP", address));
        return out;
    }

    private static List<String> texts(JsonNode addresses) {
        return StreamSupport.stream(addresses.spliterator(), false)
                .map(address -> Json.textOr(address, "", "ip"))
                .toList();
    }
}
