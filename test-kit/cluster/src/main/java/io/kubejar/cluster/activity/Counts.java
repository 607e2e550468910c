package io.kubejar.cluster.activity;

/**
 * What one user did.
 *
 * @param reconciles how often a controller of kubejar's own has looked at an object
 * @param failedReconciles how many of them were given up to be tried again
 * @param writes how many writes were stored
 * @param unchangedWrites how many writes there was nothing to store for, because the object was so already
 * @param conflicts how many writes were refused because somebody else had written meanwhile, or the name was taken
 * @param refusedWrites how many writes were refused for another reason
 */
public record Counts(
        long reconciles, long failedReconciles, long writes, long unchangedWrites, long conflicts, long refusedWrites) {
    /** Nothing. */
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

    /** What came after an earlier count. */
    Counts minus(Counts before) {
        return new Counts(
                reconciles - before.reconciles,
                failedReconciles - before.failedReconciles,
                writes - before.writes,
                unchangedWrites - before.unchangedWrites,
                conflicts - before.conflicts,
                refusedWrites - before.refusedWrites);
    }

    @Override
    public String toString() {
        return reconciles + " reconciles (" + failedReconciles + " failed), " + writes + " writes, " + unchangedWrites
                + " unchanged, " + conflicts + " conflicts, " + refusedWrites + " refused";
    }
}
