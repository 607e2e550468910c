package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.InternalForm;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules of containers. Upstream: validateContainers, pkg/apis/core/validation/validation.go, v1.36. */
final class ContainerRules {
    private static final String[] PROTOCOLS = {"SCTP", "TCP", "UDP"};

    private ContainerRules() {}

    /** Checks a pod's main containers; their names are added. */
    static void containers(JsonNode list, Set<String> volumes, Set<String> names, String path, FieldErrors errors) {
        Set<String> hostPorts = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            JsonNode container = list.get(i);
            String at = path + "[" + i + "]";
            common(container, volumes, at, errors);
            String name = Json.textOr(container, "", "name");
            if (!names.add(name)) {
                errors.duplicate(at + ".name", name);
            }
            ProbeRules.all(container, at, errors);
            if (container.hasNonNull("restartPolicy")) {
                Checks.oneOf(container, "restartPolicy", at, errors, "Always", "OnFailure", "Never");
            }
        }
        for (int i = 0; i < list.size(); i++) {
            hostPorts(list.get(i), hostPorts, path + "[" + i + "]", errors);
        }
    }

    /** Checks init containers, whose names must differ also from those of the others. */
    static void initContainers(JsonNode list, Set<String> volumes, Set<String> names, String path, FieldErrors errors) {
        for (int i = 0; i < list.size(); i++) {
            JsonNode container = list.get(i);
            String at = path + "[" + i + "]";
            common(container, volumes, at, errors);
            String name = Json.textOr(container, "", "name");
            if (names.contains(name)) {
                errors.duplicate(at + ".name", name);
            } else if (!name.isEmpty()) {
                names.add(name);
            }
            hostPorts(container, new HashSet<>(), at, errors);
            if (Json.textOr(container, "", "restartPolicy").equals("Always")) {
                ProbeRules.all(container, at, errors);
                continue;
            }
            for (String field : List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe")) {
                if (container.hasNonNull(field)) {
                    errors.forbidden(
                            at + "." + field, "may not be set for init containers without restartPolicy=Always");
                }
            }
        }
    }

    private static void common(JsonNode container, Set<String> volumes, String path, FieldErrors errors) {
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
        mounts(container.path("volumeMounts"), volumes, path + ".volumeMounts", errors);
        Checks.oneOf(container, "imagePullPolicy", path, errors, "Always", "IfNotPresent", "Never");
        ResourceRules.validate(container.path("resources"), path + ".resources", errors);
        security(container.path("securityContext"), path + ".securityContext", errors);
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

    private static void mounts(JsonNode mounts, Set<String> volumes, String path, FieldErrors errors) {
        Set<String> points = new HashSet<>();
        for (int i = 0; i < mounts.size(); i++) {
            String at = path + "[" + i + "]";
            String name = Json.textOr(mounts.get(i), "", "name");
            if (name.isEmpty()) {
                errors.required(at + ".name", "");
            }
            if (!volumes.contains(name)) {
                errors.notFound(at + ".name", name);
            }
            String point = Json.textOr(mounts.get(i), "", "mountPath");
            if (point.isEmpty()) {
                errors.required(at + ".mountPath", "");
            }
            if (!points.add(point)) {
                errors.invalid(at + ".mountPath", point, "must be unique");
            }
            String sub = Json.textOr(mounts.get(i), "", "subPath");
            VolumeRules.descending(sub, path + ".subPath", errors);
            String expression = Json.textOr(mounts.get(i), "", "subPathExpr");
            if (!expression.isEmpty() && !sub.isEmpty()) {
                errors.invalid(at + ".subPathExpr", expression, "subPathExpr and subPath are mutually exclusive");
            }
            VolumeRules.descending(expression, path + ".subPathExpr", errors);
        }
    }

    /** Upstream: ValidateSecurityContext. */
    private static void security(JsonNode context, String path, FieldErrors errors) {
        for (String field : List.of("runAsUser", "runAsGroup")) {
            JsonNode value = context.path(field);
            if (value.isNumber() && (value.longValue() < 0 || value.longValue() > Integer.MAX_VALUE)) {
                errors.invalid(path + "." + field, value, "must be between 0 and 2147483647, inclusive");
            }
        }
        PodSpecRules.seccomp(context.path("seccompProfile"), path + ".seccompProfile", errors);
        JsonNode escalation = context.path("allowPrivilegeEscalation");
        if (!escalation.isBoolean() || escalation.booleanValue()) {
            return;
        }
        String shown = InternalForm.show("SecurityContext", context);
        String begin = "cannot set `allowPrivilegeEscalation` to false and ";
        if (Json.isTrue(context, "privileged")) {
            errors.invalidShown(path, shown, begin + "`privileged` to true");
        }
        if (Json.strings(context.path("capabilities").path("add")).contains("CAP_SYS_ADMIN")) {
            errors.invalidShown(path, shown, begin + "`capabilities.Add` CAP_SYS_ADMIN");
        }
    }
}
