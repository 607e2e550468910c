package io.kubejar.kubelet.behaviour;

/** What the containers of an image do. Registered in {@link Behaviours}; called on the loop of the nodes. */
@FunctionalInterface
public interface ContainerBehaviour {
    /** Starts one instance of a container. Must not block; what it throws ends the container with code 128. */
    ContainerProcess start(ContainerContext context);
}
