package io.kubejar.server.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;

/**
 * A new node takes no pods before the node controller has seen that it is ready and has taken this taint away. Upstream:
 * plugin/pkg/admission/nodetaint/admission.go, v1.36.
 */
public final class TaintNodesByCondition implements AdmissionPlugin {
    private static final String NOT_READY = "node.kubernetes.io/not-ready";
    private static final String EFFECT = "NoSchedule";

    @Override
    public String name() {
        return "TaintNodesByCondition";
    }

    @Override
    public void mutate(AdmissionRequest request) {
        ObjectNode node = request.object();
        boolean creates = request.operation() == AdmissionRequest.Operation.CREATE;
        if (!creates || node == null || !request.isFor("", "nodes")) {
            return;
        }
        for (JsonNode taint : node.path("spec").path("taints")) {
            if (NOT_READY.equals(Json.text(taint, "key")) && EFFECT.equals(Json.text(taint, "effect"))) {
                return;
            }
        }
        Json.list(Json.child(node, "spec"), "taints")
                .addObject()
                .put("key", NOT_READY)
                .put("effect", EFFECT);
    }
}
