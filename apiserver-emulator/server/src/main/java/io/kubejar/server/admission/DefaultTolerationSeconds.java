package io.kubejar.server.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import java.util.List;

/**
 * Pods stay five minutes on a node that has become not ready or unreachable, unless they say otherwise. Upstream:
 * plugin/pkg/admission/defaulttolerationseconds/admission.go, v1.36.
 */
public final class DefaultTolerationSeconds implements AdmissionPlugin {
    private static final List<String> TAINTS =
            List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable");
    private static final int SECONDS = 300;

    @Override
    public String name() {
        return "DefaultTolerationSeconds";
    }

    @Override
    public void mutate(AdmissionRequest request) {
        ObjectNode pod = request.object();
        if (pod == null || !request.isFor("", "pods")) {
            return;
        }
        ObjectNode spec = Json.child(pod, "spec");
        for (String taint : TAINTS) {
            if (!tolerates(spec, taint)) {
                Json.list(spec, "tolerations")
                        .addObject()
                        .put("key", taint)
                        .put("operator", "Exists")
                        .put("effect", "NoExecute")
                        .put("tolerationSeconds", SECONDS);
            }
        }
    }

    private static boolean tolerates(ObjectNode spec, String taint) {
        for (JsonNode toleration : spec.path("tolerations")) {
            String key = Json.textOr(toleration, "", "key");
            String effect = Json.textOr(toleration, "", "effect");
            boolean thisTaint = key.isEmpty() || key.equals(taint);
            if (thisTaint && (effect.isEmpty() || effect.equals("NoExecute"))) {
                return true;
            }
        }
        return false;
    }
}
