package io.kubejar.server.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The labels that a kubelet may give its own node. Upstream: getForbiddenLabels,
 * plugin/pkg/admission/noderestriction/admission.go, and IsKubeletLabel, k8s.io/kubelet/pkg/apis/well_known_labels.go, v1.36.
 */
final class NodeLabels {
    private static final Set<String> OWN = Set.of(
            "kubernetes.io/hostname",
            "topology.kubernetes.io/zone",
            "topology.kubernetes.io/region",
            "failure-domain.beta.kubernetes.io/zone",
            "failure-domain.beta.kubernetes.io/region",
            "beta.kubernetes.io/instance-type",
            "node.kubernetes.io/instance-type",
            "kubernetes.io/os",
            "kubernetes.io/arch",
            "beta.kubernetes.io/os",
            "beta.kubernetes.io/arch");

    private NodeLabels() {}

    /** The labels that have been changed and must not be, in their order. */
    static Set<String> forbidden(JsonNode after, JsonNode before) {
        Map<String, String> now = Json.map(after.path("metadata").path("labels"));
        Map<String, String> then = Json.map(before.path("metadata").path("labels"));
        Set<String> out = new TreeSet<>(now.keySet());
        out.addAll(then.keySet());
        out.removeIf(label -> Objects.equals(now.get(label), then.get(label)) || isFree(label));
        return out;
    }

    private static boolean isFree(String label) {
        String domain = label.contains("/") ? label.substring(0, label.indexOf('/')) : "";
        if (isBelow(domain, List.of("node-restriction.kubernetes.io"))) {
            return false;
        }
        return !isBelow(domain, List.of("kubernetes.io", "k8s.io"))
                || OWN.contains(label)
                || isBelow(domain, List.of("kubelet.kubernetes.io", "node.kubernetes.io"));
    }

    private static boolean isBelow(String domain, List<String> roots) {
        return roots.stream().anyMatch(root -> domain.equals(root) || domain.endsWith("." + root));
    }
}
