package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.ObjectMetaRules;
import java.util.HashSet;
import java.util.Set;

/**
 * The rules of a PodSpec with its defaults filled in, wherever it stands. Upstream: ValidatePodSpec,
 * validatePodMetadataAndSpec and ValidatePodTemplateSpec, pkg/apis/core/validation/validation.go, v1.36.
 */
public final class PodSpecRules {
    private PodSpecRules() {}

    /** Checks a pod's annotations and its spec. */
    public static void validate(JsonNode pod, FieldErrors errors) {
        JsonNode spec = pod.path("spec");
        PodAnnotationRules.validate(pod.path("metadata"), spec, "metadata.annotations", errors);
        spec(spec, pod.path("metadata"), true, "spec", errors);
        if (Json.textOr(spec, "", "serviceAccountName").isEmpty()) {
            tokens(spec.path("volumes"), "spec.volumes", errors);
        }
        for (String list : new String[] {"containers", "initContainers"}) {
            for (int i = 0; i < spec.path(list).size(); i++) {
                ContainerRules.image(spec.path(list).get(i), "spec." + list + "[" + i + "]", errors);
            }
        }
    }

    /** Tokens are of service accounts. */
    private static void tokens(JsonNode volumes, String path, FieldErrors errors) {
        for (int v = 0; v < volumes.size(); v++) {
            JsonNode sources = volumes.get(v).path("projected").path("sources");
            for (int s = 0; s < sources.size(); s++) {
                if (sources.get(s).hasNonNull("serviceAccountToken")) {
                    errors.forbidden(
                            path + "[" + v + "].projected.sources[" + s + "].serviceAccountToken",
                            "must not be specified when serviceAccountName is not set");
                }
            }
        }
    }

    /** Checks a PodTemplateSpec. */
    public static void validateTemplate(JsonNode template, String path, FieldErrors errors) {
        JsonNode metadata = template.path("metadata");
        JsonNode spec = template.path("spec");
        ObjectMetaRules.labels(metadata.path("labels"), path + ".labels", errors);
        ObjectMetaRules.annotations(metadata.path("annotations"), path + ".annotations", errors);
        PodAnnotationRules.validate(metadata, spec, path + ".annotations", errors);
        spec(spec, MissingNode.getInstance(), false, path + ".spec", errors);
        PodAnnotationRules.matching(metadata, spec, path + ".spec", errors);
        if (!spec.path("ephemeralContainers").isEmpty()) {
            errors.forbidden(path + ".spec.ephemeralContainers", "ephemeral containers not allowed in pod template");
        }
    }

    private static void spec(JsonNode spec, JsonNode metadata, boolean pod, String path, FieldErrors errors) {
        PodScope scope = new PodScope(
                spec,
                pod,
                VolumeRules.validate(
                        spec.path("volumes"), Json.textOr(metadata, "", "name"), pod, path + ".volumes", errors));
        ResourceClaimRules.ofPod(spec.path("resourceClaims"), metadata, path + ".resourceClaims", errors);
        containers(scope, path, errors);
        PodResourceRules.validate(spec, scope.claims(), path, errors);
        if (Json.isTrue(spec, "hostNetwork")) {
            hostNetwork(spec.path("containers"), path + ".containers", pod, errors);
        }
        Checks.oneOf(spec, "restartPolicy", path, errors, "Always", "OnFailure", "Never");
        Checks.oneOf(spec, "dnsPolicy", path, errors, "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
        ObjectMetaRules.labels(spec.path("nodeSelector"), path + ".nodeSelector", errors);
        SecurityRules.pod(spec, path, errors);
        AffinityRules.validate(spec.path("affinity"), path + ".affinity", errors);
        PodNetworkRules.dns(spec, path, errors);
        PodNetworkRules.readinessGates(spec.path("readinessGates"), path + ".readinessGates", errors);
        SchedulingRules.gates(spec.path("schedulingGates"), path + ".schedulingGates", errors);
        SpreadRules.validate(spec.path("topologySpreadConstraints"), path + ".topologySpreadConstraints", errors);
        WindowsRules.hostProcess(spec, path, errors);
        SecurityRules.ownUsers(spec, path, errors);
        PodNetworkRules.hostnameOverride(spec, path, errors);
        rest(spec, path, errors);
    }

    private static void rest(JsonNode spec, String path, FieldErrors errors) {
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
        if (spec.hasNonNull("runtimeClassName")) {
            Checks.subdomain(spec.path("runtimeClassName").asText(), path + ".runtimeClassName", errors);
        }
        if (spec.hasNonNull("preemptionPolicy")) {
            Checks.oneOf(spec, "preemptionPolicy", path, errors, "PreemptLowerPriority", "Never");
        }
        if (spec.path("overhead").isObject()) {
            JsonNode limits = Json.object().set("limits", spec.path("overhead"));
            ResourceRules.validate(limits, Set.of(), path + ".overhead", errors);
        }
        OsRules.validate(spec, path, errors);
        if (spec.path("schedulingGroup").isObject()) {
            group(spec.path("schedulingGroup"), path + ".schedulingGroup.podGroupName", errors);
        }
        EnvRules.files(spec, path, errors);
    }

    /** Upstream: validateSchedulingGroup. */
    private static void group(JsonNode group, String path, FieldErrors errors) {
        if (group.hasNonNull("podGroupName")) {
            Checks.subdomain(group.path("podGroupName").asText(), path, errors);
        } else {
            errors.invalidShown(path, "null", "must specify one of: `podGroupName`");
        }
    }

    private static void containers(PodScope scope, String path, FieldErrors errors) {
        Set<String> names = new HashSet<>();
        ContainerRules.containers(scope, names, path + ".containers", errors);
        ContainerRules.initContainers(scope, names, path + ".initContainers", errors);
        EphemeralRules.validate(scope, names, path + ".ephemeralContainers", errors);
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

    private static void name(JsonNode spec, String field, String path, FieldErrors errors) {
        String value = Json.textOr(spec, "", field);
        if (!value.isEmpty()) {
            Checks.subdomain(value, path + "." + field, errors);
        }
    }
}
