package io.kubejar.server.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.server.kinds.service.ServiceCarryOver;
import io.kubejar.server.kinds.service.ServiceFamilies;
import io.kubejar.server.kinds.service.ServiceTraits;
import io.kubejar.server.validation.FieldErrors;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Gives services their cluster addresses and node ports, and keeps them over updates. Taken is what the stored services
 * have, and what requests hold that are still under way. Upstream does this in the storage of services:
 * pkg/registry/core/service/storage/alloc.go, v1.36.
 */
public final class ServiceAllocation implements AdmissionPlugin {
    private final Supplier<Collection<ApiObject>> services;
    private final Chance chance;
    /** By the new state of the request that holds it. */
    private final Map<ObjectNode, Held> held = new IdentityHashMap<>();

    /** Looks at the services that are stored. */
    public ServiceAllocation(Supplier<Collection<ApiObject>> services, Chance chance) {
        this.services = services;
        this.chance = chance;
    }

    private record Held(Set<String> addresses, Set<Integer> ports) {}

    @Override
    public String name() {
        return "ServiceAllocation";
    }

    @Override
    public synchronized void mutate(AdmissionRequest request) {
        ObjectNode service = request.object();
        if (service == null || !request.isFor("", "services")) {
            return;
        }
        ObjectNode spec = Json.child(service, "spec");
        ObjectNode old = request.old();
        JsonNode before = old == null ? MissingNode.getInstance() : old.path("spec");
        if (old == null) {
            ServiceCarryOver.create(spec);
        } else {
            ServiceCarryOver.update(spec, before);
        }
        FieldErrors errors = new FieldErrors();
        ServiceFamilies.infer(spec, before, errors);
        refuse(request, errors);
        Held taken = taken();
        boolean dryRun = request.call().dryRun();
        Set<String> addresses = new HashSet<>();
        if (wantsAddress(spec, before)) {
            addresses.add(address(request, spec, new ClusterAddresses(taken.addresses(), dryRun, chance)));
        }
        NodePorts ports = new NodePorts(taken.ports(), dryRun, chance);
        if (ServiceTraits.hasNodePorts(spec)) {
            if (old == null) {
                create(request, spec, ports);
            } else {
                update(request, spec, before, ports);
            }
        }
        if (ServiceTraits.needsHealthCheck(spec) && !ServiceTraits.needsHealthCheck(before)) {
            healthCheck(spec, ports);
        }
        if (!dryRun) {
            held.put(service, new Held(addresses, ports.mine()));
        }
    }

    /** What the request has taken is stored by now, or free again. */
    @Override
    public synchronized void finish(AdmissionRequest request) {
        if (request.object() != null) {
            held.remove(request.object());
        }
    }

    private Held taken() {
        Held out = new Held(new HashSet<>(), new HashSet<>());
        for (ApiObject service : services.get()) {
            out.addresses().addAll(Json.strings(service.spec().path("clusterIPs")));
            service.spec().path("ports").forEach(port -> out.ports().add((int) Json.number(port, 0, "nodePort")));
            out.ports().add((int) Json.number(service.spec(), 0, "healthCheckNodePort"));
        }
        held.values().forEach(one -> {
            out.addresses().addAll(one.addresses());
            out.ports().addAll(one.ports());
        });
        return out;
    }

    /** A new service, or one that was only a name before. */
    private static boolean wantsAddress(JsonNode spec, JsonNode before) {
        boolean begins = before.isMissingNode() || ServiceTraits.isAlias(before);
        boolean has = !ServiceTraits.isAlias(spec)
                && !spec.path("clusterIPs").path(0).asText("").equals("None");
        return begins && has;
    }

    private static String address(AdmissionRequest request, ObjectNode spec, ClusterAddresses addresses) {
        ArrayNode list = Json.list(spec, "clusterIPs");
        String name = Json.textOr(service(request), "", "metadata", "name");
        String asked = list.path(0).asText("");
        if (list.isEmpty()) {
            list.add("");
        }
        ClusterAddresses.Answer answer = asked.isEmpty() ? addresses.any(name) : addresses.asked(asked, name);
        if (!answer.problem().isEmpty()) {
            FieldErrors errors = new FieldErrors();
            String what = "failed to allocate IP" + (asked.isEmpty() ? "" : " " + asked) + ": ";
            errors.invalid("spec.clusterIPs", list, what + answer.problem());
            refuse(request, errors);
        }
        list.set(0, list.textNode(answer.address()));
        spec.put("clusterIP", answer.address());
        return answer.address();
    }

    /** Ports of one number, such as those of two protocols, share a node port. Upstream: initNodePorts. */
    private static void create(AdmissionRequest request, ObjectNode spec, NodePorts ports) {
        Map<Long, Integer> byPort = new HashMap<>();
        boolean wants = ServiceTraits.wantsNodePorts(spec);
        for (int i = 0; i < spec.path("ports").size(); i++) {
            ObjectNode port = (ObjectNode) spec.path("ports").get(i);
            int asked = (int) Json.number(port, 0, "nodePort");
            if (asked == 0 && !wants) {
                continue;
            }
            long number = Json.number(port, 0, "port");
            Integer known = byPort.get(number);
            if (known == null) {
                int requested = requested(spec, number);
                if (requested != 0) {
                    take(request, requested, i, ports);
                }
                int given = requested != 0 ? requested : ports.takeNext("nodePort");
                port.put("nodePort", given);
                byPort.put(number, given);
            } else if (asked == 0) {
                port.put("nodePort", known);
            } else if (asked != known) {
                take(request, asked, i, ports);
            }
        }
    }

    private static int requested(JsonNode spec, long number) {
        for (JsonNode port : spec.path("ports")) {
            long asked = Json.number(port, 0, "nodePort");
            if (Json.number(port, 0, "port") == number && asked != 0) {
                return (int) asked;
            }
        }
        return 0;
    }

    private static void take(AdmissionRequest request, int port, int index, NodePorts ports) {
        String problem = ports.take(port);
        if (!problem.isEmpty()) {
            FieldErrors errors = new FieldErrors();
            errors.invalid("spec.ports[" + index + "].nodePort", port, problem);
            refuse(request, errors);
        }
    }

    /** Upstream: updateNodePorts. */
    private static void update(AdmissionRequest request, ObjectNode spec, JsonNode before, NodePorts ports) {
        Set<Integer> known = new HashSet<>();
        before.path("ports").forEach(port -> known.add((int) Json.number(port, 0, "nodePort")));
        Set<String> pairs = new HashSet<>();
        for (int i = 0; i < spec.path("ports").size(); i++) {
            ObjectNode port = (ObjectNode) spec.path("ports").get(i);
            int number = (int) Json.number(port, 0, "nodePort");
            if (number == 0 && !ServiceTraits.wantsNodePorts(spec)) {
                continue;
            }
            if (number == 0) {
                number = ports.takeNext("nodePort");
                port.put("nodePort", number);
            } else if (known.add(number)) {
                take(request, number, i, ports);
            }
            String pair = "{" + Json.textOr(port, "", "protocol") + " " + number + "}";
            if (!pairs.add(pair)) {
                throw StatusException.of(Reason.UNKNOWN, "duplicate nodePort: " + pair);
            }
        }
    }

    private static void healthCheck(ObjectNode spec, NodePorts ports) {
        int asked = (int) Json.number(spec, 0, "healthCheckNodePort");
        if (asked == 0) {
            spec.put("healthCheckNodePort", ports.takeNext("HealthCheck NodePort 0"));
            return;
        }
        String problem = ports.take(asked);
        if (!problem.isEmpty()) {
            throw StatusException.internal(
                    "failed to allocate requested HealthCheck NodePort " + asked + ": " + problem);
        }
    }

    private static JsonNode service(AdmissionRequest request) {
        ObjectNode service = request.object();
        return service == null ? MissingNode.getInstance() : service;
    }

    private static void refuse(AdmissionRequest request, FieldErrors errors) {
        if (!errors.isEmpty()) {
            String name = Json.textOr(service(request), "", "metadata", "name");
            throw StatusException.invalid(request.def().kind(), name, errors.causes());
        }
    }
}
