package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import java.util.List;

/**
 * The defaults of a PodSpec, wherever it stands. Upstream: SetDefaults_PodSpec, _Container, _Probe, _Volume and others,
 * pkg/apis/core/v1/defaults.go and zz_generated.defaults.go, v1.36.
 */
public final class PodSpecDefaults {
    private static final List<String> CONTAINER_LISTS = List.of("initContainers", "containers", "ephemeralContainers");

    private PodSpecDefaults() {}

    /** Fills the PodSpec of {@code template} in the spec of a workload; fields of features that are off are dropped. */
    public static void fillTemplate(ObjectNode workloadSpec) {
        ObjectNode spec = Json.child(Json.child(workloadSpec, "template"), "spec");
        PodPreparation.dropDisabled(spec, MissingNode.getInstance());
        fill(spec);
    }

    /** Fills a PodSpec. */
    public static void fill(ObjectNode spec) {
        putIfAbsent(spec, "dnsPolicy", "ClusterFirst");
        putIfAbsent(spec, "restartPolicy", "Always");
        putIfAbsent(spec, "schedulerName", "default-scheduler");
        if (!spec.hasNonNull("securityContext")) {
            spec.putObject("securityContext");
        }
        if (!spec.hasNonNull("terminationGracePeriodSeconds")) {
            spec.put("terminationGracePeriodSeconds", 30);
        }
        copyServiceAccount(spec);
        for (String list : CONTAINER_LISTS) {
            spec.path(list).forEach(container -> container((ObjectNode) container));
        }
        spec.path("volumes").forEach(volume -> VolumeDefaults.fill((ObjectNode) volume));
    }

    /** The old field follows the new one. Upstream: Convert_core_PodSpec_To_v1_PodSpec. */
    private static void copyServiceAccount(ObjectNode spec) {
        String name = Json.textOr(spec, Json.textOr(spec, "", "serviceAccount"), "serviceAccountName");
        if (!name.isEmpty()) {
            spec.put("serviceAccountName", name).put("serviceAccount", name);
        }
    }

    private static void container(ObjectNode container) {
        putIfAbsent(container, "imagePullPolicy", pullPolicy(Json.textOr(container, "", "image")));
        putIfAbsent(container, "terminationMessagePath", "/dev/termination-log");
        putIfAbsent(container, "terminationMessagePolicy", "File");
        for (JsonNode port : container.path("ports")) {
            putIfAbsent((ObjectNode) port, "protocol", "TCP");
        }
        for (JsonNode variable : container.path("env")) {
            if (variable.path("valueFrom").get("fieldRef") instanceof ObjectNode field) {
                putIfAbsent(field, "apiVersion", "v1");
            }
            if (variable.path("valueFrom").get("fileKeyRef") instanceof ObjectNode file
                    && !file.hasNonNull("optional")) {
                file.put("optional", false);
            }
        }
        for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            if (container.get(probe) instanceof ObjectNode found) {
                probe(found);
            }
        }
        for (String hook : List.of("postStart", "preStop")) {
            if (container.path("lifecycle").path(hook).get("httpGet") instanceof ObjectNode get) {
                httpGet(get);
            }
        }
    }

    /** Always for the tag latest and for no tag, else IfNotPresent. */
    static String pullPolicy(String image) {
        String last = image.substring(image.lastIndexOf('/') + 1);
        boolean digest = last.contains("@");
        int colon = last.indexOf(':');
        boolean latest = !digest && (colon < 0 || last.substring(colon + 1).equals("latest"));
        return latest ? "Always" : "IfNotPresent";
    }

    private static void probe(ObjectNode probe) {
        putIfZero(probe, "timeoutSeconds", 1);
        putIfZero(probe, "periodSeconds", 10);
        putIfZero(probe, "successThreshold", 1);
        putIfZero(probe, "failureThreshold", 3);
        if (probe.get("httpGet") instanceof ObjectNode get) {
            httpGet(get);
        }
        if (probe.get("grpc") instanceof ObjectNode grpc && !grpc.hasNonNull("service")) {
            grpc.put("service", "");
        }
    }

    private static void httpGet(ObjectNode get) {
        putIfAbsent(get, "path", "/");
        putIfAbsent(get, "scheme", "HTTP");
    }

    /** Puts a text where there is none, or "". */
    public static void putIfAbsent(ObjectNode object, String field, String value) {
        if (Json.textOr(object, "", field).isEmpty() && !value.isEmpty()) {
            object.put(field, value);
        }
    }

    /** Puts a number where there is none. */
    public static void putIfAbsentNumber(ObjectNode object, String field, int value) {
        if (!object.hasNonNull(field)) {
            object.put(field, value);
        }
    }

    private static void putIfZero(ObjectNode object, String field, int value) {
        if (Json.number(object, 0, field) == 0) {
            object.put(field, value);
        }
    }
}
