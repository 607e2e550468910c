package io.kubejar.scheduler.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Quantity;
import io.kubejar.scheduler.pod.Amounts;
import io.kubejar.scheduler.pod.PodInfo;
import io.kubejar.scheduler.pod.Toleration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One node with what stands on it. Changed by {@link Snapshot} only; one thread. */
public final class NodeInfo {
    private final String name;
    private boolean known; // a node of which only pods are known is none to choose
    private Map<String, String> labels = Map.of();
    private List<Toleration.Taint> taints = List.of();
    private boolean unschedulable;
    private Amounts allocatable = Amounts.NONE;
    private long podsAllowed;
    private Amounts requested = Amounts.NONE;
    private Amounts scored = Amounts.NONE;
    private final Map<String, PodInfo> pods = new LinkedHashMap<>(); // by uid
    private int withPorts;

    NodeInfo(String name) {
        this.name = name;
    }

    /** A copy on which pods can be tried out. */
    NodeInfo copy() {
        NodeInfo copy = new NodeInfo(name);
        copy.known = known;
        copy.labels = labels;
        copy.taints = taints;
        copy.unschedulable = unschedulable;
        copy.allocatable = allocatable;
        copy.podsAllowed = podsAllowed;
        pods.values().forEach(copy::add);
        return copy;
    }

    void set(ApiObject node) {
        known = true;
        labels = node.labels();
        taints = Toleration.Taint.of(node.spec());
        unschedulable = Json.isTrue(node.spec(), "unschedulable");
        JsonNode amounts = node.status().path("allocatable");
        allocatable = Amounts.of(amounts);
        podsAllowed = amounts.has("pods")
                ? Quantity.parse(amounts.path("pods").asText()).value()
                : 0;
    }

    void unset() {
        known = false;
    }

    void add(PodInfo pod) {
        pods.put(pod.pod().uid(), pod);
        requested = requested.plus(pod.requests());
        scored = scored.plus(pod.scored());
        withPorts += pod.ports().isEmpty() ? 0 : 1;
    }

    void remove(PodInfo pod) {
        if (pods.remove(pod.pod().uid()) != null) {
            requested = requested.minus(pod.requests());
            scored = scored.minus(pod.scored());
            withPorts -= pod.ports().isEmpty() ? 0 : 1;
        }
    }

    /** Its name. */
    public String name() {
        return name;
    }

    boolean isKnown() {
        return known;
    }

    /** Its labels. */
    public Map<String, String> labels() {
        return labels;
    }

    /** Its taints. */
    public List<Toleration.Taint> taints() {
        return taints;
    }

    /** Whether it was cordoned. */
    public boolean isUnschedulable() {
        return unschedulable;
    }

    /** What it has for pods. */
    public Amounts allocatable() {
        return allocatable;
    }

    /** How many pods it takes. */
    public long podsAllowed() {
        return podsAllowed;
    }

    /** What its pods ask for. */
    public Amounts requested() {
        return requested;
    }

    /** What its pods count for in scores. */
    public Amounts scored() {
        return scored;
    }

    /** Its pods. */
    public Collection<PodInfo> pods() {
        return pods.values();
    }

    /** How many pods it has. */
    public int podCount() {
        return pods.size();
    }

    /** Whether any of its pods takes a port of the node. */
    public boolean hasPorts() {
        return withPorts > 0;
    }

    @Override
    public String toString() {
        return name;
    }
}
