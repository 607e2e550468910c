package io.kubejar.controllers.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The subsets of Endpoints in their one canonical form: addresses that offer the same ports stand together, sorted, each
 * once. Upstream: RepackSubsets, pkg/api/v1/endpoints/util.go, v1.36; ports stay in the order in which they first came.
 */
public final class Subsets {
    private record Entry(JsonNode address, boolean ready) {}

    /** By address and uid, in order; a host that is not ready in one place is not ready. */
    private final Map<Optional<JsonNode>, TreeMap<String, Entry>> byPort = new LinkedHashMap<>();

    /** The canonical form of an array of subsets. */
    public static ArrayNode repack(JsonNode subsets) {
        Subsets all = new Subsets();
        for (JsonNode subset : subsets) {
            List<Optional<JsonNode>> ports = new ArrayList<>();
            subset.path("ports").forEach(port -> ports.add(Optional.of(port)));
            if (ports.isEmpty()) {
                ports.add(Optional.empty());
            }
            for (Optional<JsonNode> port : ports) {
                subset.path("addresses").forEach(address -> all.add(port, address, true));
                subset.path("notReadyAddresses").forEach(address -> all.add(port, address, false));
            }
        }
        return all.toJson();
    }

    /** Adds an address that offers a port, or none. */
    public void add(Optional<JsonNode> port, JsonNode address, boolean ready) {
        String key = Json.textOr(address, "", "ip") + "\n" + Json.textOr(address, "", "targetRef", "uid");
        byPort.computeIfAbsent(port, p -> new TreeMap<>())
                .merge(key, new Entry(address, ready), (before, next) -> before.ready() ? next : before);
    }

    /** The canonical form of what was added. */
    public ArrayNode toJson() {
        Map<TreeMap<String, Entry>, List<JsonNode>> byAddresses = new LinkedHashMap<>();
        byPort.forEach((port, addresses) -> {
            List<JsonNode> ports = byAddresses.computeIfAbsent(addresses, a -> new ArrayList<>());
            port.ifPresent(ports::add);
        });
        ArrayNode out = Json.array();
        byAddresses.forEach((addresses, ports) -> {
            ObjectNode subset = out.addObject();
            for (Entry entry : addresses.values()) {
                Json.list(subset, entry.ready() ? "addresses" : "notReadyAddresses")
                        .add(entry.address());
            }
            if (!ports.isEmpty()) {
                subset.putArray("ports").addAll(ports);
            }
        });
        return out;
    }
}
