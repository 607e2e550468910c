package io.kubejar.etcd.mvcc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of an {@link Op}. */
public sealed interface OpResult {
    /** The store's revision once it was done; inside a transaction as upstream counts there. */
    long revision();

    /**
     * What was read.
     *
     * @param count how many keys are in the range, whatever the limit
     * @param more true when the limit cut something off
     */
    record Range(long revision, List<KeyValue> kvs, long count, boolean more) implements OpResult {}

    /**
     * A put.
     *
     * @param previous what was there; null when nothing was or nobody asked
     */
    record Put(long revision, @Nullable KeyValue previous) implements OpResult {}

    /**
     * A deletion.
     *
     * @param deleted how many keys
     * @param previous what was there; empty when nobody asked
     */
    record Delete(long revision, long deleted, List<KeyValue> previous) implements OpResult {}

    /** A transaction. */
    record Txn(long revision, boolean succeeded, List<OpResult> results) implements OpResult {}
}
