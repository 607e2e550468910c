package io.kubejar.controllers.endpoints;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;

/**
 * How many addresses one Endpoints object may hold; ready ones go before others, and each subset keeps its share. Upstream:
 * truncateEndpoints, pkg/controller/endpoint/endpoints_controller.go, v1.36.
 */
final class Capacity {
    /** Most addresses. */
    static final int MAX = 1000;

    private static final String READY = "addresses";
    private static final String NOT_READY = "notReadyAddresses";

    private Capacity() {}

    /** How many addresses the subsets have. */
    static int count(JsonNode subsets) {
        return count(subsets, READY) + count(subsets, NOT_READY);
    }

    private static int count(JsonNode subsets, String field) {
        int count = 0;
        for (JsonNode subset : subsets) {
            count += subset.path(field).size();
        }
        return count;
    }

    /** The subsets with no more addresses than may be; the same when they have none too many. */
    static ArrayNode truncate(ArrayNode subsets) {
        int ready = count(subsets, READY);
        int notReady = count(subsets, NOT_READY);
        if (ready + notReady <= MAX) {
            return subsets;
        }
        boolean cutsReady = ready > MAX;
        String field = cutsReady ? READY : NOT_READY;
        int room = cutsReady ? MAX : MAX - ready;
        int all = cutsReady ? ready : notReady;
        int left = room;
        ArrayNode out = Json.array();
        for (JsonNode each : subsets) {
            ObjectNode subset = each.deepCopy();
            int here = subset.path(field).size();
            int kept = Math.min(left, Math.min(here, (int) Math.ceil((double) here / all * room)));
            left -= kept;
            keep(subset, field, kept);
            if (cutsReady) {
                subset.remove(NOT_READY);
            }
            out.add(subset);
        }
        return out;
    }

    private static void keep(ObjectNode subset, String field, int count) {
        ArrayNode kept = Json.array();
        for (int i = 0; i < count; i++) {
            kept.add(subset.path(field).get(i));
        }
        if (kept.isEmpty()) {
            subset.remove(field);
        } else {
            subset.set(field, kept);
        }
    }
}
