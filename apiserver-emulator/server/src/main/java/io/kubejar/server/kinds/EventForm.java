package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.server.registry.OtherForm;
import io.kubejar.server.schema.ObjectDecoder;
import io.kubejar.server.schema.Schemas;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Events of events.k8s.io/v1, which are stored as those of v1. Upstream: pkg/apis/events/v1/conversion.go, v1.36. */
final class EventForm implements OtherForm {
    private static final Gvk SERVED = new Gvk("events.k8s.io", "v1", "Event");
    private static final Gvk STORED = new Gvk("", "v1", "Event");

    /** Fields of events.k8s.io that have another name in v1. */
    private static final Map<String, String> TO_STORED = Map.of(
            "regarding", "involvedObject",
            "note", "message",
            "reportingController", "reportingComponent",
            "deprecatedSource", "source",
            "deprecatedFirstTimestamp", "firstTimestamp",
            "deprecatedLastTimestamp", "lastTimestamp",
            "deprecatedCount", "count");

    private static final Map<String, String> FROM_STORED =
            TO_STORED.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

    @Override
    public Gvk kind() {
        return STORED;
    }

    @Override
    public ObjectNode toStored(ObjectNode object) {
        return renamed(object, TO_STORED, STORED);
    }

    @Override
    public ObjectNode fromStored(ObjectNode stored) {
        return renamed(stored, FROM_STORED, SERVED);
    }

    private static ObjectNode renamed(ObjectNode object, Map<String, String> names, Gvk kind) {
        ObjectNode all = Json.object();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            all.set(names.getOrDefault(field.getKey(), field.getKey()), field.getValue());
        }
        ObjectNode out = Json.object();
        out.put("kind", kind.kind()).put("apiVersion", kind.apiVersion());
        ObjectNode normal = ObjectDecoder.normalize(all, Objects.requireNonNull(Schemas.of(kind)));
        normal.properties().forEach(field -> out.putIfAbsent(field.getKey(), field.getValue()));
        return out;
    }
}
