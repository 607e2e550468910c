package io.kubejar.cluster.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.cluster.ClusterTime;
import io.kubejar.cluster.fault.Disturbance;
import io.kubejar.cluster.fault.Disturbances;
import io.kubejar.cluster.fault.text.Begun;
import io.kubejar.cluster.fault.text.FaultText;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Json;
import io.kubejar.core.time.Durations;
import io.kubejar.server.exchange.ServerRequest;
import io.kubejar.server.front.PathHandler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/**
 * What is asked below {@link Disturbances#CONTROL}: {@code GET}, {@code POST} and {@code DELETE} of {@code faults}, {@code
 * GET} and {@code POST} of {@code time}. Bodies and answers are JSON. Thread-safe.
 */
public final class Control implements PathHandler {
    private static final String FAULTS = Disturbances.CONTROL + "faults";
    private static final String TIME = Disturbances.CONTROL + "time";

    private final Supplier<Disturbances> disturbances;
    private final ClusterTime time;

    /** For one cluster. */
    public Control(Supplier<Disturbances> disturbances, ClusterTime time) {
        this.disturbances = disturbances;
        this.time = time;
    }

    @Override
    public JsonNode answer(ServerRequest request) {
        String path = request.path();
        boolean one = path.startsWith(FAULTS + "/");
        if (!path.equals(FAULTS) && !path.equals(TIME) && !one) {
            throw StatusException.notServed();
        }
        try {
            return switch (request.method()) {
                case "GET" -> path.equals(TIME) ? time() : read(one);
                case "POST" -> path.equals(TIME) ? move(body(request)) : begin(one, body(request));
                case "DELETE" -> undo(path);
                default -> throw StatusException.methodNotAllowed();
            };
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw StatusException.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static JsonNode body(ServerRequest request) {
        return Json.parse(new String(request.body(), StandardCharsets.UTF_8));
    }

    private JsonNode read(boolean one) {
        if (one) {
            throw StatusException.methodNotAllowed();
        }
        return list("faults", disturbances.get().active());
    }

    private static ObjectNode list(String field, List<Disturbance> all) {
        ObjectNode out = Json.object();
        ArrayNode faults = out.putArray(field);
        all.forEach(fault -> faults.addObject().put("number", fault.number()).put("text", fault.toString()));
        return out;
    }

    private JsonNode begin(boolean one, JsonNode body) {
        if (one) {
            throw StatusException.methodNotAllowed();
        }
        Begun begun = FaultText.parse(Json.textOr(body, "", "text")).begin(disturbances.get());
        ObjectNode out = Json.object().put("told", begun.told());
        Disturbance lasting = begun.lasting();
        if (lasting != null) {
            out.put("number", lasting.number());
        }
        return out;
    }

    private JsonNode undo(String path) {
        if (path.equals(TIME)) {
            throw StatusException.methodNotAllowed();
        }
        List<Disturbance> all = disturbances.get().active();
        if (path.equals(FAULTS)) {
            disturbances.get().undoAll();
            return list("undone", all);
        }
        String number = path.substring(FAULTS.length() + 1);
        for (Disturbance fault : all) {
            if (number.equals(Integer.toString(fault.number()))) {
                fault.undo();
                return list("undone", List.of(fault));
            }
        }
        throw new IllegalArgumentException("there is no fault number " + number
                + (all.isEmpty()
                        ? ""
                        : "; there are " + all.stream().map(Disturbance::number).toList()));
    }

    private JsonNode time() {
        return Json.object()
                .put("now", time.now().toString())
                .put("moves", time.isMoved() ? "when told" : "by itself")
                .put("speed", time.speed());
    }

    private JsonNode move(JsonNode body) {
        if (body.has("advance")) {
            time.advance(Durations.parse(Json.textOr(body, "", "advance")));
            return time();
        }
        if (body.path("speed").isNumber()) {
            time.speed(body.path("speed").asDouble());
            return time();
        }
        if (Json.isTrue(body, "runToRest")) {
            return told(() -> Durations.text(time.runToRest()));
        }
        throw new IllegalArgumentException("time takes advance, runToRest or speed");
    }

    private JsonNode told(Supplier<String> moved) {
        String by = moved.get();
        return ((ObjectNode) time()).put("moved", by);
    }
}
