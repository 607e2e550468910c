package io.kubejar.kubelet.fleet;

import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.node.PodNetwork;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.kubelet.pod.Sandbox;
import java.net.InetSocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The network of a simulated pod. */
final class FleetNetwork implements PodNetwork {
    private static final Set<String> OVER = Set.of("Succeeded", "Failed");
    private static final int KUBELET_PORT = 10250;

    private final PodWorker worker;
    private final PodPorts ports;
    private final Sandbox names;

    private FleetNetwork(PodWorker worker, PodPorts ports) {
        this.worker = worker;
        this.ports = ports;
        this.names = Sandbox.of(worker.uid(), Json.isTrue(worker.pod().spec(), "hostNetwork"));
    }

    /**
     * The network of a pod; null when it has none, yet or any more. Upstream: GetPortForward, kubelet_pods.go, v1.36.
     *
     * @throws StatusException when the kubelet does not run. Upstream: UpgradeAwareHandler, apimachinery v1.36
     */
    static @Nullable PodNetwork of(@Nullable PodWorker worker, ApiObject pod, PodPorts ports) {
        if (worker == null || !worker.uid().equals(pod.uid())) {
            return null;
        }
        if (!worker.node().isRunning()) {
            String kubelet = worker.node().hostIp() + ":" + KUBELET_PORT;
            throw StatusException.of(
                    Reason.UNKNOWN,
                    500,
                    "error dialing backend: dial tcp " + kubelet + ": connect: connection refused");
        }
        ApiObject now = worker.pod();
        boolean runs = !Json.textOr(now.status(), "", "podIP").isEmpty()
                && !OVER.contains(Json.textOr(now.status(), "", "phase"));
        return runs ? new FleetNetwork(worker, ports) : null;
    }

    @Override
    public String sandbox() {
        return names.id();
    }

    @Override
    public String namespace() {
        return names.network();
    }

    @Override
    public @Nullable InetSocketAddress listener(int port) {
        return worker.isGone() ? null : ports.find(worker.pod(), port);
    }

    @Override
    public void tried(int port, boolean connected) {
        if (!worker.isGone()) {
            ports.tried(worker.uid(), port, connected);
        }
    }
}
