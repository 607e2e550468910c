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

/** A slice of the addresses behind a service. Upstream: pkg/registry/discovery/endpointslice, v1.36. */
public final class EndpointSliceKind implements Strategy {
    private static final String TYPE = "io.k8s.api.discovery.v1.EndpointSlice";
    private static final int SHOWN = 3;

    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice")
                .columns(() -> List.of(
                        Columns.name(),
                        Columns.string(
                                "AddressType",
                                Columns.doc(TYPE, "addressType"),
                                o -> Json.textOr(o, "", "addressType")),
                        Columns.string("Ports", Columns.doc(TYPE, "ports"), EndpointSliceKind::ports),
                        Columns.string("Endpoints", Columns.doc(TYPE, "endpoints"), EndpointSliceKind::addresses),
                        Columns.age()))
                .strategy(new EndpointSliceKind())
                .build();
    }

    private static String ports(ObjectNode slice) {
        List<String> out = new ArrayList<>();
        for (JsonNode port : slice.path("ports")) {
            boolean numbered = port.path("port").isNumber();
            out.add(numbered ? port.get("port").asText() : Json.textOr(port, "*", "name"));
        }
        return joined(out);
    }

    private static String addresses(ObjectNode slice) {
        List<String> out = new ArrayList<>();
        slice.path("endpoints").forEach(e -> out.addAll(Json.strings(e.path("addresses"))));
        return joined(out);
    }

    private static String joined(List<String> all) {
        if (all.isEmpty()) {
            return "<unset>";
        }
        String first = String.join(",", all.subList(0, Math.min(SHOWN, all.size())));
        return all.size() <= SHOWN ? first : first + " + " + (all.size() - SHOWN) + " more...";
    }

    @Override
    public void defaults(ObjectNode slice) {
        for (JsonNode one : slice.path("ports")) {
            ObjectNode port = (ObjectNode) one;
            PodSpecDefaults.putIfAbsent(port, "protocol", "TCP");
            if (!port.has("name")) {
                port.put("name", "");
            }
        }
    }

    @Override
    public void prepareForCreate(ObjectNode slice) {
        Json.child(slice, "metadata").put("generation", 1);
        dropTopology(slice);
    }

    /** The old field is not written any more. Upstream: dropTopologyOnV1. */
    private static void dropTopology(ObjectNode slice) {
        slice.path("endpoints").forEach(endpoint -> ((ObjectNode) endpoint).remove("deprecatedTopology"));
    }

    /** The generation counts changes of anything but metadata; labels count too. Upstream: endpointSliceStrategy. */
    @Override
    public void prepareForUpdate(ObjectNode slice, ObjectNode old) {
        if (!slice.path("endpoints").equals(old.path("endpoints"))) {
            dropTopology(slice);
        }
        ObjectNode before = old.deepCopy();
        ObjectNode after = slice.deepCopy();
        boolean labels = Json.at(before, "metadata", "labels").equals(Json.at(after, "metadata", "labels"));
        before.remove("metadata");
        after.remove("metadata");
        long generation = Json.number(old, 0, "metadata", "generation");
        Json.child(slice, "metadata").put("generation", labels && before.equals(after) ? generation : generation + 1);
    }

    @Override
    public boolean beginsWithMetadata() {
        return false;
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        EndpointSliceRules.create(object, errors);
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        EndpointSliceRules.update(object, old, errors);
    }

    @Override
    public List<String> warnings(ObjectNode slice) {
        List<String> out = new ArrayList<>();
        if (Json.textOr(slice, "", "addressType").equals("FQDN")) {
            out.add("spec.addressType: FQDN endpoints are deprecated");
        }
        out.addAll(EndpointSliceRules.warnings(slice));
        return out;
    }

    @Override
    public List<String> updateWarnings(ObjectNode slice, ObjectNode old) {
        return EndpointSliceRules.warnings(slice);
    }
}
