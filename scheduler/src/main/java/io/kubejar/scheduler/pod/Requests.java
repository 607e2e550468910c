package io.kubejar.scheduler.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import java.util.function.Function;

/**
 * What a whole pod asks for: its containers together, or an init container with the sidecars before it when that is more,
 * and its overhead. Upstream: component-helpers/resource PodRequests, v1.36.
 */
public final class Requests {
    private static final long DEFAULT_MILLI_CPU = 100;
    private static final long DEFAULT_MEMORY = 200L * 1024 * 1024;

    private Requests() {}

    /** What the pod asks for. */
    public static Amounts of(JsonNode spec) {
        return sum(spec, Requests::container);
    }

    /** The same where a container that asks for no CPU or memory counts as a small one; for scores. */
    public static Amounts withDefaults(JsonNode spec) {
        return sum(spec, container -> {
            JsonNode requests = Json.at(container, "resources", "requests");
            Amounts own = Amounts.of(requests);
            return new Amounts(
                    requests.has("cpu") ? own.milliCpu() : DEFAULT_MILLI_CPU,
                    requests.has("memory") ? own.memory() : DEFAULT_MEMORY,
                    own.storage(),
                    own.others());
        });
    }

    private static Amounts container(JsonNode container) {
        return Amounts.of(Json.at(container, "resources", "requests"));
    }

    private static Amounts sum(JsonNode spec, Function<JsonNode, Amounts> of) {
        Amounts sum = Amounts.NONE;
        for (JsonNode container : spec.path("containers")) {
            sum = sum.plus(of.apply(container));
        }
        Amounts sidecars = Amounts.NONE;
        Amounts starting = Amounts.NONE;
        for (JsonNode container : spec.path("initContainers")) {
            Amounts own = of.apply(container);
            if ("Always".equals(Json.text(container, "restartPolicy"))) {
                sum = sum.plus(own);
                sidecars = sidecars.plus(own);
                starting = starting.max(sidecars);
            } else {
                starting = starting.max(own.plus(sidecars));
            }
        }
        sum = ofPod(spec, sum.max(starting));
        JsonNode overhead = spec.path("overhead");
        return overhead.isEmpty() ? sum : sum.plus(Amounts.of(overhead));
    }

    /** What is asked for the pod as a whole takes the place of what its containers ask for. */
    private static Amounts ofPod(JsonNode spec, Amounts sum) {
        JsonNode requests = Json.at(spec, "resources", "requests");
        if (requests.isEmpty()) {
            return sum;
        }
        Amounts own = Amounts.of(requests);
        return new Amounts(
                requests.has("cpu") ? own.milliCpu() : sum.milliCpu(),
                requests.has("memory") ? own.memory() : sum.memory(),
                sum.storage(),
                sum.others());
    }
}
