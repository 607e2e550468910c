package io.kubejar.core.election;

import java.time.Duration;

/**
 * The times of an election. Upstream: LeaderElectionConfig (client-go tools/leaderelection/leaderelection.go), v1.36.
 *
 * @param lease how long others wait for a sign of life of the leader before one of them takes over; whole seconds
 * @param renewal how long the leader tries to give one before it steps down; shorter than the lease
 * @param retry how long to wait between two tries
 */
public record ElectionTiming(Duration lease, Duration renewal, Duration retry) {
    /** What upstream's components have: 15, 10 and 2 seconds. */
    public static final ElectionTiming DEFAULTS =
            new ElectionTiming(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));

    /** How much of a retry period chance adds, so that those who wait do not all come at once. Upstream: JitterFactor. */
    static final double JITTER = 1.2;

    /** Refuses times that do not fit together, in upstream's words. */
    public ElectionTiming {
        if (lease.compareTo(renewal) <= 0) {
            throw new IllegalArgumentException("leaseDuration must be greater than renewDeadline");
        }
        if (renewal.toNanos() <= JITTER * retry.toNanos()) {
            throw new IllegalArgumentException("renewDeadline must be greater than retryPeriod*JitterFactor");
        }
        if (retry.isNegative() || retry.isZero()) {
            throw new IllegalArgumentException("retryPeriod must be greater than zero");
        }
    }
}
