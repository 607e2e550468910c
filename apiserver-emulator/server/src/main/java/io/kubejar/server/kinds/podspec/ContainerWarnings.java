package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.FieldErrors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a client is warned of about containers. Upstream: warningsForPodSpecAndMeta, pkg/api/pod/warnings.go, v1.36. */
final class ContainerWarnings {
    private ContainerWarnings() {}

    private record Container(JsonNode node, String path) {}

    /** A port of a container, where it stands. */
    private record Port(String path, String hostIp, long hostPort) {}

    static void add(JsonNode spec, String path, List<String> out) {
        List<Container> all = new ArrayList<>();
        for (String list : List.of("initContainers", "containers", "ephemeralContainers")) {
            for (int i = 0; i < spec.path(list).size(); i++) {
                all.add(new Container(spec.path(list).get(i), path + "." + list + "[" + i + "]"));
            }
        }
        for (Container container : all) {
            JsonNode resources = container.node().path("resources");
            for (String name : List.of("memory", "ephemeral-storage")) {
                for (String list : List.of("limits", "requests")) {
                    PodWarnings.fraction(resources.path(list), name, container.path() + ".resources." + list, out);
                }
            }
            variables(container, out);
        }
        Map<String, List<Port>> ports = new HashMap<>();
        all.forEach(container -> ports(container, ports, out));
        Map<String, String> names = new HashMap<>();
        all.forEach(container -> names(container, names, out));
    }

    /** A variable that is there twice is well when the later one is made of the earlier one. */
    private static void variables(Container container, List<String> out) {
        Set<String> names = new HashSet<>();
        JsonNode env = container.node().path("env");
        for (int i = 0; i < env.size(); i++) {
            String name = Json.textOr(env.get(i), "", "name");
            String value = Json.textOr(env.get(i), "", "value");
            String reference = "$(" + name + ")";
            boolean uses = !env.get(i).hasNonNull("valueFrom") && !value.equals(reference) && value.contains(reference);
            if (!names.add(name) && !uses) {
                out.add(container.path() + ".env[" + i + "]: hides previous definition of " + FieldErrors.quote(name)
                        + ", which may be dropped when using apply");
            }
        }
    }

    private static void ports(Container container, Map<String, List<Port>> known, List<String> out) {
        JsonNode ports = container.node().path("ports");
        for (int i = 0; i < ports.size(); i++) {
            String path = container.path() + ".ports[" + i + "]";
            String protocol = Json.textOr(ports.get(i), "", "protocol");
            long number = Json.number(ports.get(i), 0, "containerPort");
            Port port =
                    new Port(path, Json.textOr(ports.get(i), "", "hostIP"), Json.number(ports.get(i), 0, "hostPort"));
            if (!port.hostIp().isEmpty() && port.hostPort() == 0) {
                out.add(path + ": hostIP set without hostPort: {Name:" + Json.textOr(ports.get(i), "", "name")
                        + " HostPort:0 ContainerPort:" + number + " Protocol:" + protocol + " HostIP:" + port.hostIp()
                        + "}");
            }
            List<Port> others = known.computeIfAbsent(number + "/" + protocol, key -> new ArrayList<>());
            others.forEach(other -> overlap(port, other, out));
            others.add(port);
        }
    }

    private static void overlap(Port port, Port other, List<String> out) {
        boolean one = port.hostIp().isEmpty() != other.hostIp().isEmpty();
        if (port.hostIp().equals(other.hostIp()) && port.hostPort() == other.hostPort()) {
            out.add(port.path() + ": duplicate port definition with " + other.path());
        } else if (port.hostPort() == 0 || other.hostPort() == 0) {
            out.add(port.path() + ": overlapping port definition with " + other.path());
        } else if (port.hostPort() == other.hostPort() && one) {
            out.add(port.path() + ": dangerously ambiguous port definition with " + other.path());
        }
    }

    private static void names(Container container, Map<String, String> known, List<String> out) {
        JsonNode ports = container.node().path("ports");
        for (int i = 0; i < ports.size(); i++) {
            String name = Json.textOr(ports.get(i), "", "name");
            String path = container.path() + ".ports[" + i + "]";
            String other = name.isEmpty() ? null : known.putIfAbsent(name, path);
            if (other != null) {
                out.add(path + ": duplicate port name " + FieldErrors.quote(name) + " with " + other
                        + ", services and probes that select ports by name will use " + other);
            }
        }
    }
}
