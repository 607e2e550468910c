package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.kinds.podspec.PodSpecDefaults;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.Strategy;
import io.kubejar.server.validation.FieldErrors;
import java.util.ArrayList;
import java.util.List;

/** The addresses behind a service, in their old form. Upstream: pkg/registry/core/endpoint, v1.36. */
public final class EndpointsKind implements Strategy {
    private static final int SHOWN = 3;

    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("", "v1", "endpoints", "Endpoints")
                .singular("endpoints")
                .shortNames("ep")
                .storagePath("/registry/services/endpoints/")
                .columns(() -> List.of(
                        Columns.name(),
                        Columns.string(
                                "Endpoints",
                                Columns.doc("io.k8s.api.core.v1.Endpoints", "subsets"),
                                EndpointsKind::list),
                        Columns.age()))
                .strategy(new EndpointsKind())
                .build();
    }

    /** The first addresses with their ports. Upstream: formatEndpoints, printers.go. */
    private static String list(ObjectNode endpoints) {
        List<String> out = new ArrayList<>();
        for (JsonNode subset : endpoints.path("subsets")) {
            for (JsonNode address : subset.path("addresses")) {
                String ip = Json.textOr(address, "", "ip");
                if (subset.path("ports").isEmpty()) {
                    out.add(ip);
                }
                subset.path("ports").forEach(port -> out.add(ip + ":" + Json.number(port, 0, "port")));
            }
        }
        if (out.isEmpty()) {
            return "<none>";
        }
        String first = String.join(",", out.subList(0, Math.min(SHOWN, out.size())));
        return out.size() <= SHOWN ? first : first + " + " + (out.size() - SHOWN) + " more...";
    }

    @Override
    public void defaults(ObjectNode endpoints) {
        for (JsonNode subset : endpoints.path("subsets")) {
            subset.path("ports").forEach(port -> PodSpecDefaults.putIfAbsent((ObjectNode) port, "protocol", "TCP"));
        }
    }

    @Override
    public List<String> deprecations() {
        return List.of("v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice");
    }

    @Override
    public List<String> warnings(ObjectNode endpoints) {
        return EndpointsRules.warnings(endpoints);
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        EndpointsRules.create(object, errors);
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        EndpointsRules.update(object, old, errors);
    }

    @Override
    public boolean allowCreateOnUpdate() {
        return true;
    }
}
