package io.kubejar.cluster;

import io.kubejar.cluster.fault.Components;
import java.util.List;

/** What can be killed in a control plane beside its server: scheduler, controller manager, and its controllers. */
record PlaneComponents(ControlPlane plane) implements Components {
    @Override
    public List<String> names() {
        return Deciders.names();
    }

    @Override
    public void kill(String name) {
        plane.deciders.kill(name);
    }

    @Override
    public void start(String name) {
        plane.deciders.start(name);
    }
}
