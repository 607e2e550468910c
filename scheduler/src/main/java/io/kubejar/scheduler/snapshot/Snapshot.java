package io.kubejar.scheduler.snapshot;

import io.kubejar.core.object.ApiObject;
import io.kubejar.scheduler.pod.PodInfo;
import io.kubejar.scheduler.pod.PodTerm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All nodes and the pods on them, kept up to date change by change, with counts for terms that have been asked for, so
 * that a decision costs no walk through all pods. One thread.
 */
public final class Snapshot {
    private static final int TERMS_MAX = 1024;

    private final TreeMap<String, NodeInfo> nodes = new TreeMap<>();
    private final Map<String, PodInfo> pods = new HashMap<>(); // by uid, those on nodes
    private final Map<String, String> where = new HashMap<>(); // by uid, the node's name
    private final Map<String, Map<String, String>> namespaces = new HashMap<>();
    private final Map<PodTerm, Map<String, Integer>> matching = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<PodTerm.Placed, Map<String, Integer>> keepAway = new HashMap<>();
    private final Map<PodTerm.Weighted, Map<String, Integer>> liking = new HashMap<>();
    private @Nullable List<NodeInfo> list;

    /** An empty cluster. */
    public Snapshot() {}

    /** The nodes, ordered by name. */
    public List<NodeInfo> nodes() {
        List<NodeInfo> current = list;
        if (current == null) {
            current = nodes.values().stream().filter(NodeInfo::isKnown).toList();
            list = current;
        }
        return current;
    }

    /** The node of a name; null when there is none. */
    public @Nullable NodeInfo node(String name) {
        NodeInfo node = nodes.get(name);
        return node != null && node.isKnown() ? node : null;
    }

    /** A node is new or has changed. */
    public void setNode(ApiObject node) {
        NodeInfo info = nodes.computeIfAbsent(node.name(), NodeInfo::new);
        if (!info.isKnown()) {
            list = null;
        }
        info.set(node);
    }

    /** A node is gone; its pods are told one by one. */
    public void removeNode(String name) {
        NodeInfo info = nodes.get(name);
        if (info != null) {
            info.unset();
            list = null;
            if (info.pods().isEmpty()) {
                nodes.remove(name);
            }
        }
    }

    /** The labels of a namespace; null when it is gone. */
    public void setNamespace(String name, @Nullable Map<String, String> labels) {
        Map<String, String> before = labels == null ? namespaces.remove(name) : namespaces.put(name, labels);
        if (labels != null && !labels.equals(before)) {
            matching.clear(); // terms may mean other pods now
        }
    }

    private Map<String, String> namespaceLabels(String name) {
        return namespaces.getOrDefault(name, Map.of());
    }

    /** The pod of a uid if it stands on a node; null when it does not. */
    public @Nullable PodInfo pod(String uid) {
        return pods.get(uid);
    }

    /** Puts a pod on a node, also one that is not known yet. What stood there of the same pod is replaced. */
    public void addPod(PodInfo pod, String nodeName) {
        removePod(pod.pod().uid());
        NodeInfo node = nodes.computeIfAbsent(nodeName, NodeInfo::new);
        node.add(pod);
        pods.put(pod.pod().uid(), pod);
        where.put(pod.pod().uid(), nodeName);
        count(pod, nodeName, 1);
    }

    /** Takes a pod from its node; whether it was on one. */
    public boolean removePod(String uid) {
        PodInfo pod = pods.remove(uid);
        String nodeName = where.remove(uid);
        if (pod == null || nodeName == null) {
            return false;
        }
        NodeInfo node = nodes.get(nodeName);
        if (node != null) {
            node.remove(pod);
            if (!node.isKnown() && node.pods().isEmpty()) {
                nodes.remove(nodeName);
            }
        }
        count(pod, nodeName, -1);
        return true;
    }

    private void count(PodInfo pod, String node, int by) {
        matching.forEach((term, counts) -> {
            if (matches(term, pod)) {
                add(counts, node, by);
            }
        });
        for (PodTerm.Placed term : pod.antiAffinity()) {
            add(keepAway.computeIfAbsent(term, t -> new HashMap<>()), node, by);
        }
        for (PodTerm.Weighted term : pod.preferences()) {
            add(liking.computeIfAbsent(term, t -> new HashMap<>()), node, by);
        }
        for (PodTerm.Placed term : pod.affinity()) { // who must be near somebody also likes to be
            add(liking.computeIfAbsent(new PodTerm.Weighted(term, 1), t -> new HashMap<>()), node, by);
        }
        if (by < 0) {
            keepAway.values().removeIf(Map::isEmpty);
            liking.values().removeIf(Map::isEmpty);
        }
    }

    private static void add(Map<String, Integer> counts, String node, int by) {
        counts.merge(node, by, (a, b) -> a + b == 0 ? null : a + b);
    }

    /** Whether a term means a pod. */
    public boolean matches(PodTerm term, PodInfo pod) {
        return term.matches(pod.pod().namespace(), pod.labels(), this::namespaceLabels);
    }

    /** How many of the pods that a term means stand on each node that has any. */
    public Map<String, Integer> matching(PodTerm term) {
        Map<String, Integer> counts = matching.get(term);
        if (counts == null) {
            counts = new HashMap<>();
            for (Map.Entry<String, PodInfo> entry : pods.entrySet()) {
                String node = where.get(entry.getKey());
                if (node != null && matches(term, entry.getValue())) {
                    add(counts, node, 1);
                }
            }
            if (matching.size() >= TERMS_MAX) {
                matching.remove(matching.keySet().iterator().next());
            }
            matching.put(term, counts);
        }
        return counts;
    }

    /** The terms of pods on nodes that keep others away, with how many such pods stand on each node. */
    public Map<PodTerm.Placed, Map<String, Integer>> keepAway() {
        return keepAway;
    }

    /** The terms of pods on nodes that like or dislike others, with how many such pods stand on each node. */
    public Map<PodTerm.Weighted, Map<String, Integer>> liking() {
        return liking;
    }

    /** The value of a label of a node; null when it has none or is not known. */
    public @Nullable String label(String nodeName, String key) {
        NodeInfo node = node(nodeName);
        return node == null ? null : node.labels().get(key);
    }

    /** The cluster as it would be without some pods of one node. */
    public Snapshot without(String nodeName, Set<String> uids) {
        return with(nodeName, node -> {
            for (PodInfo pod : new ArrayList<>(node.pods())) {
                if (uids.contains(pod.pod().uid())) {
                    node.remove(pod);
                }
            }
            return node;
        });
    }

    private Snapshot with(String nodeName, UnaryOperator<NodeInfo> change) {
        Snapshot other = new Snapshot();
        other.namespaces.putAll(namespaces);
        for (NodeInfo node : nodes.values()) {
            NodeInfo copy = node.name().equals(nodeName) ? change.apply(node.copy()) : node;
            other.nodes.put(node.name(), copy);
            for (PodInfo pod : copy.pods()) {
                other.pods.put(pod.pod().uid(), pod);
                other.where.put(pod.pod().uid(), node.name());
                other.count(pod, node.name(), 1);
            }
        }
        return other;
    }
}
