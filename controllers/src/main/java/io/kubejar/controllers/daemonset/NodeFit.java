package io.kubejar.controllers.daemonset;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.util.Set;

/** On which nodes a DaemonSet has pods. Upstream: NodeShouldRunDaemonPod, pkg/controller/daemon/daemon_controller.go, v1.36. */
final class NodeFit {
    /**
     * How a node fits.
     *
     * @param shouldRun whether a pod is to be there
     * @param mayStay whether a pod that is there may stay
     */
    record Fit(boolean shouldRun, boolean mayStay) {}

    private static final Fit NOT = new Fit(false, false);
    private static final Set<String> KEEPS_OUT = Set.of("NoSchedule", "NoExecute");
    private static final Set<String> DRIVES_OUT = Set.of("NoExecute");

    private final ObjectNode podSpec;

    /** For the pods of a DaemonSet. */
    NodeFit(ApiObject daemonSet) {
        podSpec =
                daemonSet.at("spec", "template", "spec") instanceof ObjectNode given ? given.deepCopy() : Json.object();
        Tolerations.add(podSpec);
    }

    /** How a node fits. */
    Fit of(ApiObject node) {
        String only = Json.textOr(podSpec, "", "nodeName");
        if ((!only.isEmpty() && !only.equals(node.name())) || !NodeAffinity.fits(podSpec, node)) {
            return NOT;
        }
        boolean comes = tolerates(node, KEEPS_OUT);
        return new Fit(comes, comes || tolerates(node, DRIVES_OUT));
    }

    private boolean tolerates(ApiObject node, Set<String> effects) {
        return Tolerations.cover(podSpec.path("tolerations"), node.spec().path("taints"), effects);
    }
}
