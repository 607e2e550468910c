package io.kubejar.scheduler.plugins;

import io.kubejar.scheduler.pod.PodInfo;
import io.kubejar.scheduler.pod.Toleration;
import io.kubejar.scheduler.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/** Leaves out cordoned nodes. Upstream: plugins/nodeunschedulable, v1.36. */
public final class NodeUnschedulable implements Plugin {
    private static final Toleration.Taint CORDONED =
            new Toleration.Taint("node.kubernetes.io/unschedulable", "", "NoSchedule");

    @Override
    public String name() {
        return "NodeUnschedulable";
    }

    @Override
    public @Nullable Filter filter(PodInfo pod, Snapshot snapshot) {
        return node -> node.isUnschedulable() && !pod.tolerates(CORDONED)
                ? Rejection.forGood("node(s) were unschedulable")
                : null;
    }
}
