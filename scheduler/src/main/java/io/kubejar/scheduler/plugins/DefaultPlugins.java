package io.kubejar.scheduler.plugins;

import io.kubejar.core.informer.Lister;
import java.util.List;

/** The plugins of the default profile in upstream's order. Source: apis/config/v1/default_plugins.go, v1.36. */
public final class DefaultPlugins {
    private DefaultPlugins() {}

    /** All of them. */
    public static List<Plugin> all(Lister claims) {
        return List.of(
                new NodeUnschedulable(),
                new NodeName(),
                new TaintToleration(),
                new NodeAffinity(),
                new NodePorts(),
                new NodeResourcesFit(),
                new VolumeClaims(claims),
                new PodTopologySpread(),
                new InterPodAffinity(),
                new BalancedAllocation());
    }
}
