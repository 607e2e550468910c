package io.kubejar.server.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.FieldErrors;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives services their cluster addresses and node ports, and keeps them over updates. What is taken is what the stored
 * services have; what was given out a moment ago and is not seen there yet is remembered. Upstream does this in the
 * storage of services: pkg/registry/core/service/storage/alloc.go, v1.36.
 */
public final class ServiceAllocation implements AdmissionPlugin {
    private static final int REMEMBERED = 1024;
    private static final int FIRST_NODE_PORT = 30_000;
    private static final int NODE_PORTS = 2768;
    private static final int HOSTS = 65_534;
    private static final String PREFIX = "10.96.";

    private final Supplier<Collection<ApiObject>> services;
    private final Chance chance;
    private final Map<String, Boolean> recent = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** Looks at the services that are stored. */
    public ServiceAllocation(Supplier<Collection<ApiObject>> services, Chance chance) {
        this.services = services;
        this.chance = chance;
    }

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
        String type = Json.textOr(spec, "", "type");
        if (old != null) {
            keep(spec, old.path("spec"), type);
        }
        Taken taken = new Taken(services.get(), request.old());
        if (type.equals("ExternalName")) {
            for (String field : List.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy")) {
                spec.remove(field);
            }
        } else {
            address(request, spec, taken);
        }
        nodePorts(request, spec, type, taken);
    }

    /** What the service has it keeps, unless the update says otherwise. */
    private static void keep(ObjectNode spec, JsonNode old, String type) {
        if (type.equals("ExternalName") || "ExternalName".equals(Json.text(old, "type"))) {
            return;
        }
        if (Json.textOr(spec, "", "clusterIP").isEmpty()
                && !Json.textOr(old, "", "clusterIP").isEmpty()) {
            spec.set("clusterIP", old.get("clusterIP"));
            spec.set("clusterIPs", old.path("clusterIPs").deepCopy());
        }
        for (JsonNode port : spec.path("ports")) {
            for (JsonNode before : old.path("ports")) {
                boolean same = port.path("port").equals(before.path("port"))
                        && Json.textOr(port, "TCP", "protocol").equals(Json.textOr(before, "TCP", "protocol"));
                if (same
                        && Json.number(port, 0, "nodePort") == 0
                        && before.has("nodePort")
                        && !type.equals("ClusterIP")) {
                    ((ObjectNode) port).set("nodePort", before.get("nodePort"));
                }
            }
        }
    }

    private void address(AdmissionRequest request, ObjectNode spec, Taken taken) {
        String asked = Json.textOr(spec, spec.path("clusterIPs").path(0).asText(""), "clusterIP");
        String ip = asked;
        if (asked.isEmpty()) {
            ip = freeAddress(taken);
        } else if (!asked.equals("None")) {
            reserve(request, asked, taken);
        }
        spec.put("clusterIP", ip);
        spec.putArray("clusterIPs").add(ip);
        if (spec.path("ipFamilies").isEmpty()) {
            spec.putArray("ipFamilies").add("IPv4");
        }
        if (Json.textOr(spec, "", "ipFamilyPolicy").isEmpty()) {
            spec.put("ipFamilyPolicy", "SingleStack");
        }
    }

    private void reserve(AdmissionRequest request, String ip, Taken taken) {
        FieldErrors errors = new FieldErrors();
        String shown = "[]string{" + FieldErrors.quote(ip) + "}";
        if (!ip.startsWith(PREFIX)) {
            errors.invalidShown(
                    "spec.clusterIPs",
                    shown,
                    "failed to allocate IP " + ip + ": the provided IP (" + ip
                            + ") is not in the valid range. The range of valid IPs is 10.96.0.0/16");
        } else if (taken.addresses.contains(ip)) {
            errors.invalidShown(
                    "spec.clusterIPs", shown, "failed to allocate IP " + ip + ": provided IP is already allocated");
        }
        refuse(request, errors);
        recent.put(ip, true);
    }

    /** Upstream hands out the upper part of the range first, so that the lower stays for fixed addresses. */
    private String freeAddress(Taken taken) {
        while (true) {
            int host = 257 + chance.below(HOSTS - 257);
            String ip = PREFIX + (host >> 8) + "." + (host & 0xff);
            if (!taken.addresses.contains(ip) && recent.put(ip, true) == null) {
                return ip;
            }
        }
    }

    private void nodePorts(AdmissionRequest request, ObjectNode spec, String type, Taken taken) {
        boolean balanced = type.equals("LoadBalancer");
        boolean wants = type.equals("NodePort")
                || (balanced && !Boolean.FALSE.equals(flag(spec, "allocateLoadBalancerNodePorts")));
        Map<Integer, Integer> byPort = new LinkedHashMap<>();
        for (int i = 0; i < spec.path("ports").size(); i++) {
            ObjectNode port = (ObjectNode) spec.path("ports").get(i);
            int asked = (int) Json.number(port, 0, "nodePort");
            if (asked != 0) {
                nodePort(request, asked, "spec.ports[" + i + "].nodePort", taken);
            } else if (wants) {
                int number = (int) Json.number(port, 0, "port");
                port.put("nodePort", byPort.computeIfAbsent(number, n -> freeNodePort(taken)));
            }
        }
        boolean health = balanced && "Local".equals(Json.text(spec, "externalTrafficPolicy"));
        if (health && Json.number(spec, 0, "healthCheckNodePort") == 0) {
            spec.put("healthCheckNodePort", freeNodePort(taken));
        }
    }

    private static @Nullable Boolean flag(ObjectNode spec, String field) {
        return spec.path(field).isBoolean() ? (Boolean) spec.get(field).booleanValue() : null;
    }

    private void nodePort(AdmissionRequest request, int port, String path, Taken taken) {
        FieldErrors errors = new FieldErrors();
        if (port < FIRST_NODE_PORT || port >= FIRST_NODE_PORT + NODE_PORTS) {
            errors.invalid(
                    path, port, "provided port is not in the valid range. The range of valid ports is 30000-32767");
        } else if (taken.ports.contains(port)) {
            errors.invalid(path, port, "provided port is already allocated");
        }
        refuse(request, errors);
    }

    private int freeNodePort(Taken taken) {
        while (true) {
            int port = FIRST_NODE_PORT + chance.below(NODE_PORTS);
            if (taken.ports.add(port) && recent.put("port " + port, true) == null) {
                return port;
            }
        }
    }

    private static void refuse(AdmissionRequest request, FieldErrors errors) {
        if (!errors.isEmpty()) {
            ObjectNode service = request.object();
            String name = service == null ? request.name() : Json.textOr(service, "", "metadata", "name");
            throw StatusException.invalid(request.def().kind(), name, errors.causes());
        }
    }

    /** What other services have. */
    private static final class Taken {
        private final Set<String> addresses = new HashSet<>();
        private final Set<Integer> ports = new HashSet<>();

        Taken(Collection<ApiObject> services, @Nullable ObjectNode self) {
            String own = self == null ? "" : Json.textOr(self, "", "metadata", "uid");
            for (ApiObject service : services) {
                if (!own.isEmpty() && service.uid().equals(own)) {
                    continue;
                }
                addresses.addAll(Json.strings(service.spec().path("clusterIPs")));
                service.spec().path("ports").forEach(p -> ports.add((int) Json.number(p, 0, "nodePort")));
                ports.add((int) Json.number(service.spec(), 0, "healthCheckNodePort"));
            }
        }
    }
}
