package io.kubejar.core.node;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The network of a running pod, as its node's container runtime has made it. Calls may come from any thread. */
public interface PodNetwork {
    /** The id of the pod's sandbox, which the runtime's messages name. */
    String sandbox();

    /** What the runtime calls the network namespace: a path, or {@code host}. */
    String namespace();

    /** Where whoever listens on a TCP port inside the pod is reached from here; null when nobody listens. */
    @Nullable
    InetSocketAddress listener(int port);

    /** Tells the node that a connection to a port was made for a client, or was refused. */
    void tried(int port, boolean connected);
}
