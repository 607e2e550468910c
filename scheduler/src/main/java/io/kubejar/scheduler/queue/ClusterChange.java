package io.kubejar.scheduler.queue;

import java.util.Set;

/** A change of the cluster that may make room for a pod. Upstream: framework/events.go and EventsToRegister, v1.36. */
public enum ClusterChange {
    /** A node is new, or has changed in a way that may help. */
    NODE(
            "NodeName",
            "NodeUnschedulable",
            "TaintToleration",
            "NodeAffinity",
            "NodePorts",
            "NodeResourcesFit",
            "PodTopologySpread",
            "InterPodAffinity",
            "VolumeBinding"),
    /** A pod has left a node. */
    POD_LEFT("NodePorts", "NodeResourcesFit", "PodTopologySpread", "InterPodAffinity"),
    /** A pod has come to a node, or its labels have changed. */
    POD_CAME("PodTopologySpread", "InterPodAffinity"),
    /** A claim is new or has changed. */
    CLAIM("VolumeBinding"),
    /** Labels of a namespace have changed. */
    NAMESPACE("InterPodAffinity");

    private final Set<String> plugins;

    ClusterChange(String... plugins) {
        this.plugins = Set.of(plugins);
    }

    /** Whether it may help a pod that these plugins have turned away; none means that there was no node at all. */
    public boolean helps(Set<String> rejectedBy) {
        return rejectedBy.isEmpty() || rejectedBy.stream().anyMatch(plugins::contains);
    }
}
