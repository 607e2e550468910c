package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules of containers. Upstream: validateContainers, pkg/apis/core/validation/validation.go, v1.36. */
final class ContainerRules {
    private static final String[] PROTOCOLS = {"SCTP", "TCP", "UDP"};

    private ContainerRules() {}

    /** Checks a pod's main containers; their names are added. */
    static void containers(PodScope scope, Set<String> names, String path, FieldErrors errors) {
        JsonNode list = scope.spec().path("containers");
        if (list.isEmpty()) {
            errors.required(path, "");
        }
        Set<String> hostPorts = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            JsonNode container = list.get(i);
            String at = path + "[" + i + "]";
            common(container, scope, at, errors);
            String name = Json.textOr(container, "", "name");
            if (!names.add(name)) {
                errors.duplicate(at + ".name", name);
            }
            ProbeRules.all(container, scope, at, errors);
            RestartRules.container(container, at, errors);
        }
        for (int i = 0; i < list.size(); i++) {
            hostPorts(list.get(i), hostPorts, path + "[" + i + "]", errors);
        }
    }

    /** Checks init containers, whose names must differ also from those of the others. */
    static void initContainers(PodScope scope, Set<String> names, String path, FieldErrors errors) {
        JsonNode list = scope.spec().path("initContainers");
        for (int i = 0; i < list.size(); i++) {
            JsonNode container = list.get(i);
            String at = path + "[" + i + "]";
            common(container, scope, at, errors);
            RestartRules.initContainer(container, at, errors);
            String name = Json.textOr(container, "", "name");
            if (names.contains(name)) {
                errors.duplicate(at + ".name", name);
            } else if (!name.isEmpty()) {
                names.add(name);
            }
            hostPorts(container, new HashSet<>(), path + "[0]", errors); // each is checked as the only one
            if (Json.textOr(container, "", "restartPolicy").equals("Always")) {
                ProbeRules.all(container, scope, at, errors);
                continue;
            }
            for (String field : List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe")) {
                if (container.hasNonNull(field)) {
                    errors.forbidden(
                            at + "." + field, "may not be set for init containers without restartPolicy=Always");
                }
            }
            RestartRules.noRestartOnResize(container, at, errors);
        }
    }

    /** Checks what containers of every kind have. Upstream: validateContainerCommon. */
    static void common(JsonNode container, PodScope scope, String path, FieldErrors errors) {
        String name = Json.textOr(container, "", "name");
        if (name.isEmpty()) {
            errors.required(path + ".name", "");
        } else {
            Checks.label(name, path + ".name", errors);
        }
        if (Json.textOr(container, "", "image").isEmpty()) {
            errors.required(path + ".image", "");
        }
        Checks.oneOf(container, "terminationMessagePolicy", path, errors, "File", "FallbackToLogsOnError");
        ports(container.path("ports"), path + ".ports", errors);
        EnvRules.validate(container, path, errors);
        MountRules.validate(container, scope.volumes(), path, errors);
        Checks.oneOf(container, "imagePullPolicy", path, errors, "Always", "IfNotPresent", "Never");
        ResourceRules.validate(container.path("resources"), scope.claims(), path + ".resources", errors);
        RestartRules.onResize(container.path("resizePolicy"), scope.restartPolicy(), path + ".resizePolicy", errors);
        SecurityRules.container(
                container.path("securityContext"), scope.hostUsers(), path + ".securityContext", errors);
    }

    /** An image's name, as a pod has it, is not padded. Upstream: validateContainerOnlyForPod. */
    static void image(JsonNode container, String path, FieldErrors errors) {
        String image = Json.textOr(container, "", "image");
        if (!image.strip().equals(image)) {
            errors.invalid(path + ".image", image, "must not have leading or trailing whitespace");
        }
    }

    private static void ports(JsonNode ports, String path, FieldErrors errors) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            JsonNode port = ports.get(i);
            String at = path + "[" + i + "]";
            String name = Json.textOr(port, "", "name");
            if (!name.isEmpty()) {
                List<String> wrong = Checks.portName(name);
                wrong.forEach(w -> errors.invalid(at + ".name", name, w));
                if (wrong.isEmpty() && !names.add(name)) {
                    errors.duplicate(at + ".name", name);
                }
            }
            long number = Json.number(port, 0, "containerPort");
            if (number == 0) {
                errors.required(at + ".containerPort", "");
            } else {
                Checks.portNumber(number, at + ".containerPort", errors);
            }
            long host = Json.number(port, 0, "hostPort");
            if (host != 0) {
                Checks.portNumber(host, at + ".hostPort", errors);
            }
            Checks.oneOf(port, "protocol", at, errors, PROTOCOLS);
        }
    }

    private static void hostPorts(JsonNode container, Set<String> seen, String path, FieldErrors errors) {
        JsonNode ports = container.path("ports");
        for (int i = 0; i < ports.size(); i++) {
            long port = Json.number(ports.get(i), 0, "hostPort");
            String shown = Json.textOr(ports.get(i), "", "protocol") + "/" + Json.textOr(ports.get(i), "", "hostIP")
                    + "/" + port;
            if (port != 0 && !seen.add(shown)) {
                errors.duplicate(path + ".ports[" + i + "].hostPort", shown);
            }
        }
    }
}
