package io.kubejar.cluster.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.controllers.service.Slice;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why the Service behind an Ingress answers nobody. */
final class BackendReasons {
    private BackendReasons() {}

    /**
     * The reasons, none when the Service has endpoints.
     *
     * @param backend an Ingress's reference to a Service and a port of it
     */
    static List<String> of(JsonNode backend, String namespace, Sight sight) {
        String name = Json.textOr(backend, "", "name");
        ApiObject service = sight.find(Resources.SERVICES, namespace, name);
        if (service == null) {
            List<String> others = sight.list(Resources.SERVICES, namespace).stream()
                    .map(ApiObject::name)
                    .toList();
            return List.of("Service " + name + " does not exist"
                    + (others.isEmpty() ? "" : "; " + namespace + " has " + Look.few(others)));
        }
        JsonNode ports = service.spec().path("ports");
        boolean elsewhere = "ExternalName".equals(Json.text(service.spec(), "type"));
        if (elsewhere && ports.isEmpty()) {
            return List.of();
        }
        JsonNode port = port(ports, backend.path("port"));
        if (port == null) {
            return List.of("Service " + name + " has no port " + wanted(backend.path("port")) + ", it has "
                    + (ports.isEmpty() ? "none" : Look.few(names(ports))));
        }
        return elsewhere || isReached(service, Json.textOr(port, "", "name"), sight)
                ? List.of()
                : notReached(service, sight);
    }

    private static @Nullable JsonNode port(JsonNode ports, JsonNode wanted) {
        String name = Json.textOr(wanted, "", "name");
        for (JsonNode port : ports) {
            boolean fits = name.isEmpty()
                    ? Json.number(port, 0, "port") == Json.number(wanted, 0, "number")
                    : name.equals(Json.text(port, "name"));
            if (fits) {
                return port;
            }
        }
        return null;
    }

    private static String wanted(JsonNode port) {
        String name = Json.textOr(port, "", "name");
        return name.isEmpty() ? Long.toString(Json.number(port, 0, "number")) : "of the name " + name;
    }

    private static List<String> names(JsonNode ports) {
        List<String> out = new ArrayList<>();
        for (JsonNode port : ports) {
            String name = Json.textOr(port, "", "name");
            String number = port.path("port").asText();
            out.add(name.isEmpty() ? number : name + " (" + number + ")");
        }
        return out;
    }

    /** Whether anybody ready stands behind a port; slices call it by its name. */
    private static boolean isReached(ApiObject service, String port, Sight sight) {
        for (ApiObject slice : sight.list(Resources.ENDPOINT_SLICES, service.namespace())) {
            boolean has = false;
            for (JsonNode one : slice.at("ports")) {
                has |= port.equals(Json.textOr(one, "", "name"));
            }
            if (has && service.name().equals(slice.label(Slice.SERVICE_NAME)) && isAnybodyReady(slice)) {
                return true;
            }
        }
        return false;
    }

    /** Who says nothing of being ready is ready. */
    private static boolean isAnybodyReady(ApiObject slice) {
        for (JsonNode endpoint : slice.at("endpoints")) {
            if (endpoint.path("conditions").path("ready").asBoolean(true)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> notReached(ApiObject service, Sight sight) {
        List<String> out = new ArrayList<>();
        out.add("Service " + service.name() + " has no ready endpoints");
        ServiceReasons.of(service, sight).forEach(why -> out.add("Service " + service.name() + ": " + why));
        return out;
    }
}
