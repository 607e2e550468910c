package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.ObjectMetaRules;
import java.util.HashSet;
import java.util.Set;

/**
 * The rules of a PodSpec with its defaults filled in, wherever it stands. Upstream: ValidatePodSpec and
 * ValidatePodTemplateSpec, pkg/apis/core/validation/validation.go, v1.36.
 */
public final class PodSpecRules {
    private static final String RANGE = "must be between 0 and 2147483647, inclusive";

    private PodSpecRules() {}

    /** Checks the PodSpec of a pod. */
    public static void validate(JsonNode podSpec, String path, FieldErrors errors) {
        spec(podSpec, path, true, errors);
    }

    /** Checks a PodTemplateSpec. */
    public static void validateTemplate(JsonNode template, String path, FieldErrors errors) {
        ObjectMetaRules.labels(template.path("metadata").path("labels"), path + ".labels", errors);
        spec(template.path("spec"), path + ".spec", false, errors);
        if (!template.path("spec").path("ephemeralContainers").isEmpty()) {
            errors.forbidden(path + ".spec.ephemeralContainers", "ephemeral containers not allowed in pod template");
        }
    }

    private static void spec(JsonNode spec, String path, boolean pod, FieldErrors errors) {
        Set<String> volumes = VolumeRules.validate(spec.path("volumes"), path + ".volumes", errors);
        containers(spec, volumes, path, errors);
        if (Json.isTrue(spec, "hostNetwork")) {
            hostNetwork(spec.path("containers"), path + ".containers", pod, errors);
        }
        Checks.oneOf(spec, "restartPolicy", path, errors, "Always", "OnFailure", "Never");
        Checks.oneOf(spec, "dnsPolicy", path, errors, "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
        ObjectMetaRules.labels(spec.path("nodeSelector"), path + ".nodeSelector", errors);
        security(spec, path, errors);
        PodNetworkRules.dns(spec, path, errors);
        PodNetworkRules.readinessGates(spec.path("readinessGates"), path + ".readinessGates", errors);
        SchedulingRules.validate(spec, path, errors);
        name(spec, "serviceAccountName", path, errors);
        name(spec, "nodeName", path, errors);
        JsonNode deadline = spec.path("activeDeadlineSeconds");
        if (deadline.isNumber() && (deadline.longValue() < 1 || deadline.longValue() > Integer.MAX_VALUE)) {
            errors.invalid(path + ".activeDeadlineSeconds", deadline, "must be between 1 and 2147483647, inclusive");
        }
        for (String field : new String[] {"hostname", "subdomain"}) {
            String value = Json.textOr(spec, "", field);
            if (!value.isEmpty()) {
                Checks.label(value, path + "." + field, errors);
            }
        }
        SchedulingRules.tolerations(spec.path("tolerations"), path + ".tolerations", errors);
        PodNetworkRules.hostAliases(spec.path("hostAliases"), path + ".hostAliases", errors);
        name(spec, "priorityClassName", path, errors);
        name(spec, "runtimeClassName", path, errors);
        if (spec.hasNonNull("preemptionPolicy")) {
            Checks.oneOf(spec, "preemptionPolicy", path, errors, "PreemptLowerPriority", "Never");
        }
        os(spec, path, errors);
    }

    private static void containers(JsonNode spec, Set<String> volumes, String path, FieldErrors errors) {
        JsonNode main = spec.path("containers");
        if (main.isEmpty()) {
            errors.required(path + ".containers", "");
        }
        Set<String> names = new HashSet<>();
        ContainerRules.containers(main, volumes, names, path + ".containers", errors);
        ContainerRules.initContainers(spec.path("initContainers"), volumes, names, path + ".initContainers", errors);
    }

    private static void hostNetwork(JsonNode containers, String path, boolean pod, FieldErrors errors) {
        for (int c = 0; c < containers.size(); c++) {
            JsonNode ports = containers.get(c).path("ports");
            for (int p = 0; p < ports.size(); p++) {
                long host = Json.number(ports.get(p), 0, "hostPort");
                if ((pod || host != 0) && host != Json.number(ports.get(p), 0, "containerPort")) {
                    errors.invalid(
                            path + "[" + c + "].ports[" + p + "].hostPort",
                            host,
                            "must match `containerPort` when `hostNetwork` is true");
                }
            }
        }
    }

    private static void security(JsonNode spec, String path, FieldErrors errors) {
        JsonNode context = spec.path("securityContext");
        String at = path + ".securityContext";
        for (String field : new String[] {"fsGroup", "runAsUser", "runAsGroup"}) {
            JsonNode value = context.path(field);
            if (value.isNumber() && (value.longValue() < 0 || value.longValue() > Integer.MAX_VALUE)) {
                errors.invalid(at + "." + field, value, RANGE);
            }
        }
        JsonNode groups = context.path("supplementalGroups");
        for (int i = 0; i < groups.size(); i++) {
            long group = groups.get(i).asLong();
            if (group < 0 || group > Integer.MAX_VALUE) {
                errors.invalid(at + ".supplementalGroups[" + i + "]", group, RANGE);
            }
        }
        if (Json.isTrue(spec, "shareProcessNamespace") && Json.isTrue(spec, "hostPID")) {
            errors.invalidShown(
                    at + ".shareProcessNamespace", "true", "ShareProcessNamespace and HostPID cannot both be enabled");
        }
        seccomp(context.path("seccompProfile"), at + ".seccompProfile", errors);
    }

    /** Checks a seccomp profile, if there is one. Upstream: validateSeccompProfileField. */
    static void seccomp(JsonNode profile, String path, FieldErrors errors) {
        if (!profile.isObject()) {
            return;
        }
        String type = Json.textOr(profile, "", "type");
        boolean named = profile.hasNonNull("localhostProfile");
        if (type.equals("Localhost") && !named) {
            errors.required(path + ".localhostProfile", "must be set when seccomp type is Localhost");
        } else if (!type.equals("Localhost") && named) {
            errors.invalid(
                    path + ".localhostProfile",
                    profile.path("localhostProfile"),
                    "can only be set when seccomp type is Localhost");
        }
        if (type.isEmpty()) {
            errors.required(path + ".type", "type is required when seccompProfile is set");
        } else {
            Checks.oneOf(profile, "type", path, errors, "Localhost", "RuntimeDefault", "Unconfined");
        }
    }

    private static void os(JsonNode spec, String path, FieldErrors errors) {
        JsonNode os = spec.path("os");
        if (!os.isObject()) {
            return;
        }
        Checks.oneOf(os, "name", path + ".os", errors, "linux", "windows");
        if (Json.textOr(os, "", "name").equals("linux")
                && spec.path("securityContext").hasNonNull("windowsOptions")) {
            errors.forbidden(path + ".securityContext.windowsOptions", "windows options cannot be set for a linux pod");
        }
    }

    private static void name(JsonNode spec, String field, String path, FieldErrors errors) {
        String value = Json.textOr(spec, "", field);
        if (!value.isEmpty()) {
            Checks.subdomain(value, path + "." + field, errors);
        }
    }
}
