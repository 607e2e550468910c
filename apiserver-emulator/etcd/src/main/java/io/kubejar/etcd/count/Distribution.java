package io.kubejar.etcd.count;

/** What is measured. Each has so many limits, every one of which is twice the one before it, as upstream's have. */
public enum Distribution {
    /** Seconds that leases were granted for. */
    LEASE_TTL(1, 24),
    /** Seconds that a change waited for the disk. */
    FSYNC(0.001, 14),
    /** Seconds that sending a snapshot to a client took. */
    SNAPSHOT(0.01, 17),
    /** Seconds that a checksum of everything took. */
    HASH(0.01, 15),
    /** Seconds that a checksum up to a revision took. */
    HASH_REVISION(0.01, 15),
    /** Milliseconds that freeing what a compaction left over took. */
    COMPACTION(100, 14, 1e6);

    private final double first;
    private final int limits;
    private final double unitNanos;

    Distribution(double first, int limits) {
        this(first, limits, 1e9);
    }

    Distribution(double first, int limits, double unitNanos) {
        this.first = first;
        this.limits = limits;
        this.unitNanos = unitNanos;
    }

    /** How long the unit is that it is measured in, for those that are times. */
    double unitNanos() {
        return unitNanos;
    }

    Histogram histogram() {
        double[] bounds = new double[limits];
        double next = first;
        for (int i = 0; i < limits; i++) {
            bounds[i] = next;
            next *= 2;
        }
        return new Histogram(bounds);
    }
}
