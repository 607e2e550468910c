package io.kubejar.cluster.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Running pods on whose ports nobody listens, as far as somebody has tried. */
final class DeadPorts {
    private DeadPorts() {}

    /** Of a pod. */
    static List<String> of(ApiObject pod, Sight sight) {
        OptionalInt port = sight.refusedPort(pod);
        if (port.isEmpty()) {
            return List.of();
        }
        List<String> declared = new ArrayList<>();
        for (JsonNode container : pod.spec().path("containers")) {
            container
                    .path("ports")
                    .forEach(one -> declared.add(one.path("containerPort").asText()));
        }
        String number = Integer.toString(port.getAsInt());
        boolean other = !declared.isEmpty() && !declared.contains(number);
        return List.of("nobody listens on its port " + number + ": the last port-forward to it was refused"
                + (other ? "; its containers declare " + Look.few(declared) : ""));
    }

    /** Of the pods behind a Service, if that is where the Service leads. */
    static List<String> of(ApiObject service, List<ApiObject> pods, Sight sight) {
        List<String> out = new ArrayList<>();
        for (ApiObject pod : pods) {
            OptionalInt refused = sight.refusedPort(pod);
            for (JsonNode port : service.spec().path("ports")) {
                if (refused.isPresent() && refused.getAsInt() == target(port, pod)) {
                    out.add("pod " + pod.name() + ": nobody listens on port " + refused.getAsInt()
                            + ", where it leads: the last port-forward there was refused");
                }
            }
        }
        return out;
    }

    /** The number of a pod's port behind a Service's port; 0 when the pod has none of that name. */
    private static int target(JsonNode port, ApiObject pod) {
        JsonNode target = port.has("targetPort") ? port.get("targetPort") : port.path("port");
        if (!target.isTextual()) {
            return target.asInt();
        }
        for (JsonNode container : pod.spec().path("containers")) {
            for (JsonNode one : container.path("ports")) {
                if (target.asText().equals(Json.text(one, "name"))) {
                    return one.path("containerPort").asInt();
                }
            }
        }
        return 0;
    }
}
