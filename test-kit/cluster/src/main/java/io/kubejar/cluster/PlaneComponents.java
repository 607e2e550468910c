package io.kubejar.cluster;

import io.kubejar.cluster.fault.Components;
import java.util.ArrayList;
import java.util.List;

/** What can be killed in a control plane: scheduler, controller manager, its controllers, and the kubelet of each node. */
record PlaneComponents(ControlPlane plane) implements Components {
    private static final String KUBELET = "kubelet/";

    @Override
    public List<String> names() {
        List<String> out = new ArrayList<>(Deciders.names());
        plane.fleet.nodeNames().forEach(node -> out.add(KUBELET + node));
        return out;
    }

    @Override
    public void kill(String name) {
        if (name.startsWith(KUBELET)) {
            plane.fleet.stopNode(name.substring(KUBELET.length()));
        } else {
            plane.deciders.kill(name);
        }
    }

    @Override
    public void start(String name) {
        if (name.startsWith(KUBELET)) {
            plane.fleet.startKubelet(name.substring(KUBELET.length()));
        } else {
            plane.deciders.start(name);
        }
    }
}
