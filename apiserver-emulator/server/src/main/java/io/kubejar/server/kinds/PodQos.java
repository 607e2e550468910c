package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Quantity;
import java.util.ArrayList;
import java.util.List;

/** The quality of service class of a pod. Upstream: qos.ComputePodQOS, pkg/apis/core/v1/helper/qos/qos.go, v1.36. */
final class PodQos {
    private PodQos() {}

    static String of(ObjectNode pod) {
        List<JsonNode> containers = new ArrayList<>();
        pod.path("spec").path("containers").forEach(containers::add);
        pod.path("spec").path("initContainers").forEach(containers::add);
        boolean any = false;
        boolean guaranteed = !containers.isEmpty();
        for (JsonNode container : containers) {
            for (String resource : new String[] {"cpu", "memory"}) {
                String request = amount(container, "requests", resource);
                String limit = amount(container, "limits", resource);
                any |= !request.isEmpty() || !limit.isEmpty();
                guaranteed &= !limit.isEmpty() && (request.isEmpty() || same(request, limit));
            }
        }
        if (!any) {
            return "BestEffort";
        }
        return guaranteed ? "Guaranteed" : "Burstable";
    }

    private static boolean same(String request, String limit) {
        return Quantity.parse(request).equals(Quantity.parse(limit));
    }

    /** The amount as text; "" when it is not set or zero. */
    private static String amount(JsonNode container, String kind, String resource) {
        JsonNode value = container.path("resources").path(kind).path(resource);
        String text = value.isMissingNode() || value.isNull() ? "" : value.asText();
        return text.isEmpty() || Quantity.parse(text).sign() == 0 ? "" : text;
    }
}
