package io.kubejar.scheduler.plugins;

import io.kubejar.scheduler.pod.PodInfo;
import io.kubejar.scheduler.snapshot.NodeInfo;
import io.kubejar.scheduler.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/** Leaves out nodes where a port that the pod takes is taken. Upstream: plugins/nodeports, v1.36. */
public final class NodePorts implements Plugin {
    @Override
    public String name() {
        return "NodePorts";
    }

    @Override
    public @Nullable Filter filter(PodInfo pod, Snapshot snapshot) {
        return pod.ports().isEmpty()
                ? null
                : node -> conflicts(pod, node)
                        ? Rejection.of("node(s) didn't have free ports for the requested pod ports")
                        : null;
    }

    private static boolean conflicts(PodInfo pod, NodeInfo node) {
        if (!node.hasPorts()) {
            return false;
        }
        for (PodInfo other : node.pods()) {
            for (PodInfo.HostPort taken : other.ports()) {
                for (PodInfo.HostPort wanted : pod.ports()) {
                    if (taken.conflictsWith(wanted)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
