package io.kubejar.controllers.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.util.Set;
import java.util.TreeSet;

/** The ports of EndpointSlices. Upstream: getEndpointPorts and NewPortMapKey, staging/src/k8s.io/endpointslice, v1.36. */
public final class SlicePorts {
    private SlicePorts() {}

    /** The ports of a Service as a pod offers them; those that it does not have are left out. */
    public static ArrayNode of(ApiObject service, ApiObject pod) {
        ArrayNode out = Json.array();
        for (JsonNode port : Services.ports(service)) {
            int number = Services.portOn(pod, port);
            if (number >= 0) {
                out.add(port(port, number));
            }
        }
        return out;
    }

    /** One port of a slice, with the name, protocol and application protocol of another. */
    public static ObjectNode port(JsonNode like, int number) {
        ObjectNode port = Json.object()
                .put("name", Json.textOr(like, "", "name"))
                .put("protocol", Services.protocol(like))
                .put("port", number);
        String application = Json.text(like, "appProtocol");
        if (application != null) {
            port.put("appProtocol", application);
        }
        return port;
    }

    /** What two sets of ports have in common exactly when they are the same, in whatever order. */
    public static Set<String> key(JsonNode ports) {
        Set<String> key = new TreeSet<>();
        for (JsonNode port : ports) {
            key.add(port.path("port").asText() + "/" + Services.protocol(port) + "/" + Json.textOr(port, "", "name")
                    + "/" + Json.textOr(port, "", "appProtocol"));
        }
        return key;
    }
}
