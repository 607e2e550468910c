package io.kubejar.scheduler.cycle;

import io.kubejar.scheduler.plugins.Plugin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Why nodes were left out. Upstream: framework.Diagnosis and FitError, v1.36. */
final class Diagnosis {
    private static final String NOT_HELPFUL = "Preemption is not helpful for scheduling";
    /** What giving claims of devices back says, of pods that have none. Upstream: DynamicResources.PostFilter, v1.36. */
    private static final String NO_CLAIMS = "no new claims to deallocate, ";

    static final String NO_VICTIMS = "No preemption victims found for incoming pod";

    private final Map<String, Plugin.Rejection> byNode = new LinkedHashMap<>();
    private final Set<String> plugins = new LinkedHashSet<>();
    private final int nodes;
    private final String forTheRest; // the reason of nodes that were not asked

    Diagnosis(int nodes, String forTheRest) {
        this.nodes = nodes;
        this.forTheRest = forTheRest;
    }

    void add(String node, String plugin, Plugin.Rejection rejection) {
        byNode.put(node, rejection);
        plugins.add(plugin);
    }

    Set<String> plugins() {
        return plugins;
    }

    /** The nodes on which it may help when pods leave. */
    List<String> resolvable() {
        return byNode.entrySet().stream()
                .filter(e -> e.getValue().resolvable())
                .map(Map.Entry::getKey)
                .toList();
    }

    Map<String, Plugin.Rejection> reasons() {
        return byNode;
    }

    /** {@code 0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu.} */
    String message() {
        Map<String, Integer> counts = new TreeMap<>();
        byNode.values().forEach(r -> r.reasons().forEach(reason -> counts.merge(reason, 1, Integer::sum)));
        if (byNode.size() < nodes && !forTheRest.isEmpty()) {
            counts.merge(forTheRest, nodes - byNode.size(), Integer::sum);
        }
        return head(nodes) + list(counts);
    }

    /** What trying to make room says when no node can be made to fit. */
    String preemption(int tried) {
        Map<String, Integer> counts = new TreeMap<>();
        if (tried > 0) {
            counts.put(NO_VICTIMS, tried);
        }
        if (tried < nodes) {
            counts.put(NOT_HELPFUL, nodes - tried);
        }
        return room("preemption: " + head(nodes) + list(counts));
    }

    /** What making room says as a whole, with what {@link Preemption} says of it. */
    static String room(String preemption) {
        return NO_CLAIMS + preemption;
    }

    static String head(int nodes) {
        return "0/" + nodes + " nodes are available:";
    }

    private static String list(Map<String, Integer> counts) {
        List<String> parts = new ArrayList<>();
        counts.forEach((reason, count) -> parts.add(count + " " + reason));
        Collections.sort(parts);
        return parts.isEmpty() ? "" : " " + String.join(", ", parts) + ".";
    }
}
