package io.kubejar.controllers.endpointslice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.controllers.service.Slice;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hints for whom each endpoint is, by {@code spec.trafficDistribution}: the clients of its zone, and of its node where
 * that is asked for. Upstream: staging/src/k8s.io/endpointslice/trafficdist/trafficdist.go, v1.36. The annotation {@code
 * service.kubernetes.io/topology-mode} gives no hints here.
 */
final class Hints {
    private final boolean zones;
    private final boolean nodes;

    private Hints(boolean zones, boolean nodes) {
        this.zones = zones;
        this.nodes = nodes;
    }

    /** The hints that a Service asks for. */
    static Hints of(ApiObject service) {
        String wanted = Json.textOr(service.spec(), "", "trafficDistribution");
        boolean byNode = wanted.equals("PreferSameNode");
        boolean byZone = byNode || wanted.equals("PreferClose") || wanted.equals("PreferSameZone");
        boolean byTopology = isAuto(service.annotation("service.kubernetes.io/topology-aware-hints"))
                || isAuto(service.annotation("service.kubernetes.io/topology-mode"));
        return byTopology ? new Hints(false, false) : new Hints(byZone, byNode);
    }

    private static boolean isAuto(@Nullable String value) {
        return value != null && value.equalsIgnoreCase("auto");
    }

    /** Whether a stored slice has other hints than it should. */
    boolean areWrong(Slice slice) {
        return !slice.endpoints().equals(set(slice).endpoints());
    }

    /** The slice with its hints. */
    Slice set(Slice slice) {
        List<JsonNode> out = new ArrayList<>();
        slice.endpoints().forEach(endpoint -> out.add(set(endpoint)));
        return slice.with(out);
    }

    private JsonNode set(JsonNode endpoint) {
        boolean ready = Json.isTrue(endpoint, "conditions", "ready");
        if (zones && !ready) {
            return endpoint;
        }
        ObjectNode hints = Json.object();
        if (zones && endpoint.hasNonNull("zone")) {
            hints.putArray("forZones").addObject().set("name", endpoint.path("zone"));
        }
        if (nodes && endpoint.hasNonNull("nodeName")) {
            hints.putArray("forNodes").addObject().set("name", endpoint.path("nodeName"));
        }
        ObjectNode copy = endpoint.deepCopy();
        if (hints.isEmpty()) {
            copy.remove("hints");
        } else {
            copy.set("hints", hints);
        }
        return copy;
    }
}
