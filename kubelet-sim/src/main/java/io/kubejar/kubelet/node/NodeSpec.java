package io.kubejar.kubelet.node;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A node to simulate.
 *
 * @param name its name
 * @param number its place among the nodes, from 0; its addresses follow from it
 * @param labels labels beside the usual ones
 * @param taints {@code spec.taints}: an array, or a missing node for none
 * @param capacity amounts by resource; what is not named has its default
 */
public record NodeSpec(
        String name, int number, Map<String, String> labels, JsonNode taints, Map<String, String> capacity) {
    private static final Map<String, String> DEFAULT_CAPACITY = defaults();

    /** A node like any other: 4 CPUs, 8Gi of memory, 110 pods. */
    public static NodeSpec of(String name, int number) {
        return new NodeSpec(name, number, Map.of(), Json.array(), Map.of());
    }

    private static Map<String, String> defaults() {
        Map<String, String> out = new LinkedHashMap<>();
        out.put("cpu", "4");
        out.put("ephemeral-storage", "100Gi");
        out.put("hugepages-1Gi", "0");
        out.put("hugepages-2Mi", "0");
        out.put("memory", "8Gi");
        out.put("pods", "110");
        return out;
    }

    /** The same with more of the labels. */
    public NodeSpec withLabels(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(labels);
        all.putAll(more);
        return new NodeSpec(name, number, all, taints, capacity);
    }

    /** The same with other amounts of some resources. */
    public NodeSpec withCapacity(Map<String, String> other) {
        Map<String, String> all = new LinkedHashMap<>(capacity);
        all.putAll(other);
        return new NodeSpec(name, number, labels, taints, all);
    }

    /** The same with taints. */
    public NodeSpec withTaints(JsonNode array) {
        return new NodeSpec(name, number, labels, array, capacity);
    }

    /** The amounts of all resources. */
    public Map<String, String> amounts() {
        Map<String, String> all = new LinkedHashMap<>(DEFAULT_CAPACITY);
        all.putAll(capacity);
        return all;
    }
}
