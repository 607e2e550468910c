package io.kubejar.kubelet.pod;

/**
 * How a container runtime names the sandbox of a pod and its network; the same for the same pod.
 *
 * @param id 64 hexadecimal digits
 * @param network the path of its network namespace, or {@code host}. Upstream: NewNetNS, containerd v2.0
 */
public record Sandbox(String id, String network) {
    /** The sandbox of the pod with this uid. */
    public static Sandbox of(String uid, boolean hostNetwork) {
        String id = ContainerSteps.sha256(uid);
        String chance = ContainerSteps.sha256(uid + "/network");
        String uuid = String.join(
                "-",
                chance.substring(0, 8),
                chance.substring(8, 12),
                chance.substring(12, 16),
                chance.substring(16, 20),
                chance.substring(20, 32));
        return new Sandbox(id, hostNetwork ? "host" : "/var/run/netns/cni-" + uuid);
    }
}
