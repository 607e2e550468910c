package io.kubejar.server.forward;

import io.kubejar.core.node.PodNetwork;

/** What goes wrong while bytes are forwarded, in the words of kubelet and container runtime. */
final class Words {
    private Words() {}

    /** Nobody listens. Upstream: criService.portForward, containerd v2.0. */
    static String refused(PodNetwork pod, int port) {
        return failed(
                pod,
                port,
                "failed to connect to localhost:" + port + " inside namespace \"" + pod.sandbox()
                        + "\", IPv4: dial tcp4 127.0.0.1:" + port
                        + ": connect: connection refused IPv6 dial tcp6 [::1]:"
                        + port + ": connect: connection refused ");
    }

    /** Who listened has broken the connection off. */
    static String reset(PodNetwork pod, int port) {
        return failed(pod, port, "read tcp4 127.0.0.1->127.0.0.1:" + port + ": read: connection reset by peer");
    }

    /** Upstream: httpStreamHandler.portForward, cri-streaming v1.36, around criService.portForward. */
    private static String failed(PodNetwork pod, int port, String why) {
        return "error forwarding port " + port + " to pod " + pod.sandbox()
                + ", uid : failed to execute portforward in network namespace \"" + pod.namespace() + "\": " + why;
    }
}
