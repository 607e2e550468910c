package io.kubejar.scheduler.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Quantity;
import java.util.Map;
import java.util.TreeMap;

/**
 * Amounts of resources. Upstream: framework.Resource, v1.36.
 *
 * @param milliCpu thousandths of a CPU
 * @param memory bytes
 * @param storage bytes of ephemeral storage
 * @param others extended resources and huge pages, in units
 */
public record Amounts(long milliCpu, long memory, long storage, Map<String, Long> others) {
    /** Nothing. */
    public static final Amounts NONE = new Amounts(0, 0, 0, Map.of());

    /** The amounts of a resource list; {@code pods} is none of them. */
    public static Amounts of(JsonNode list) {
        if (list.isEmpty()) {
            return NONE;
        }
        long cpu = 0;
        long memory = 0;
        long storage = 0;
        Map<String, Long> others = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : list.properties()) {
            Quantity amount = Quantity.parse(entry.getValue().asText());
            switch (entry.getKey()) {
                case "cpu" -> cpu = amount.millis();
                case "memory" -> memory = amount.value();
                case "ephemeral-storage" -> storage = amount.value();
                case "pods" -> {}
                default -> others.put(entry.getKey(), amount.value());
            }
        }
        return new Amounts(cpu, memory, storage, others.isEmpty() ? Map.of() : others);
    }

    /** The sum. */
    public Amounts plus(Amounts other) {
        return new Amounts(
                milliCpu + other.milliCpu,
                memory + other.memory,
                storage + other.storage,
                merge(others, other.others, 1));
    }

    /** The difference. */
    public Amounts minus(Amounts other) {
        return new Amounts(
                milliCpu - other.milliCpu,
                memory - other.memory,
                storage - other.storage,
                merge(others, other.others, -1));
    }

    private static Map<String, Long> merge(Map<String, Long> left, Map<String, Long> right, int sign) {
        if (right.isEmpty()) {
            return left;
        }
        Map<String, Long> out = new TreeMap<>(left);
        right.forEach((name, amount) -> out.merge(name, sign * amount, Long::sum));
        return out;
    }

    /** Of each resource the larger amount. */
    public Amounts max(Amounts other) {
        Map<String, Long> larger = others;
        if (!other.others.isEmpty()) {
            larger = new TreeMap<>(others);
            for (Map.Entry<String, Long> entry : other.others.entrySet()) {
                larger.merge(entry.getKey(), entry.getValue(), Math::max);
            }
        }
        return new Amounts(
                Math.max(milliCpu, other.milliCpu),
                Math.max(memory, other.memory),
                Math.max(storage, other.storage),
                larger);
    }

    /** Whether there is nothing of anything. */
    public boolean isNone() {
        return milliCpu == 0
                && memory == 0
                && storage == 0
                && others.values().stream().allMatch(v -> v == 0);
    }
}
