package io.kubejar.kubelet.fleet;

import java.time.Duration;

/**
 * How the nodes behave.
 *
 * @param version {@code nodeInfo.kubeletVersion}
 * @param podStartDelay how long a container takes to start; zero for at once, and then probes that nobody answers
 *     succeed at once too
 * @param leaseInterval how often a node renews its Lease; zero for never
 * @param leaseDuration for how long a Lease is good
 * @param statusInterval how often a node reports its status when nothing has changed; zero for never
 */
public record FleetOptions(
        String version,
        Duration podStartDelay,
        Duration leaseInterval,
        Duration leaseDuration,
        Duration statusInterval) {
    /** As upstream's kubelet, but pods start at once. */
    public static final FleetOptions DEFAULTS = new FleetOptions(
            "v1.36.2", Duration.ZERO, Duration.ofSeconds(10), Duration.ofSeconds(40), Duration.ofMinutes(5));

    /** The same with another start delay. */
    public FleetOptions withPodStartDelay(Duration delay) {
        return new FleetOptions(version, delay, leaseInterval, leaseDuration, statusInterval);
    }

    /** The same without Leases and status reports: nothing happens on a node on which nothing happens. */
    public FleetOptions withoutHeartbeats() {
        return new FleetOptions(version, podStartDelay, Duration.ZERO, leaseDuration, Duration.ZERO);
    }
}
