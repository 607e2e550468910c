package io.kubejar.etcd.mvcc;

/**
 * Reads keys. Bounds of 0 do not restrict.
 *
 * @param limit how many keys at most; 0 for all
 * @param revision as of which revision; 0 or less for now
 */
public record RangeOp(
        KeyRange range,
        long limit,
        long revision,
        SortOrder order,
        SortTarget target,
        boolean keysOnly,
        boolean countOnly,
        long minModRevision,
        long maxModRevision,
        long minCreateRevision,
        long maxCreateRevision)
        implements Op {
    /** In which order; {@link #NONE} leaves the keys' own order, except that another target is then sorted upwards. */
    public enum SortOrder {
        NONE,
        ASCEND,
        DESCEND,
        /** One that there is not; refused. */
        UNKNOWN
    }

    /** By what to sort. */
    public enum SortTarget {
        KEY,
        VERSION,
        CREATE,
        MOD,
        VALUE,
        /** One that there is not; refused. */
        UNKNOWN
    }

    /** Everything in the range, as of now. */
    public static RangeOp all(KeyRange range) {
        return at(range, 0);
    }

    /** Everything in the range, as of a revision. */
    public static RangeOp at(KeyRange range, long revision) {
        return new RangeOp(range, 0, revision, SortOrder.NONE, SortTarget.KEY, false, false, 0, 0, 0, 0);
    }

    /**
     * The one key of the range that was created first, or last when the order is {@link SortOrder#DESCEND}.
     *
     * @param maxCreateRevision only of those created up to and with this revision; 0 for all
     */
    public static RangeOp created(KeyRange range, SortOrder order, long maxCreateRevision) {
        return new RangeOp(range, 1, 0, order, SortTarget.CREATE, false, false, 0, 0, 0, maxCreateRevision);
    }

    boolean hasFilters() {
        return minModRevision != 0 || maxModRevision != 0 || minCreateRevision != 0 || maxCreateRevision != 0;
    }

    boolean passes(KeyValue kv) {
        return (maxModRevision == 0 || kv.modRevision() <= maxModRevision)
                && (minModRevision == 0 || kv.modRevision() >= minModRevision)
                && (maxCreateRevision == 0 || kv.createRevision() <= maxCreateRevision)
                && (minCreateRevision == 0 || kv.createRevision() >= minCreateRevision);
    }

    @Override
    public boolean isReadOnly() {
        return true;
    }
}
