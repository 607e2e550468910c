package io.kubejar.scheduler.plugins;

import io.kubejar.scheduler.pod.PodInfo;
import io.kubejar.scheduler.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/** Leaves out nodes of another name than {@code spec.nodeName}. Upstream: plugins/nodename, v1.36. */
public final class NodeName implements Plugin {
    @Override
    public String name() {
        return "NodeName";
    }

    @Override
    public @Nullable Filter filter(PodInfo pod, Snapshot snapshot) {
        String wanted = pod.nodeName();
        return wanted.isEmpty()
                ? null
                : node -> node.name().equals(wanted)
                        ? null
                        : Rejection.forGood("node(s) didn't match the requested node name");
    }
}
